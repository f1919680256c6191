// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.Optional;

/** A text frame between page link and agent. The JavaScript twin is {@code protocol.js}. */
public sealed interface Message {
  /** Returns the message with a member {@code type}. */
  ObjectNode json();

  /** The first frame of a page link, within five seconds. */
  record Hello(int protocol, Optional<String> token, Page page) implements Message {
    @Override
    public ObjectNode json() {
      ObjectNode json = typed("hello").put("protocol", protocol);
      token.ifPresent(value -> json.put("token", value));
      page.credential.write(json);
      return json.put("browser", page.browser).put("version", page.version);
    }

    /** Returns the message without the token, which a record's own method would print. */
    @Override
    public String toString() {
      return "Hello[protocol=" + protocol + ", page=" + page + "]";
    }
  }

  /**
   * The page that links.
   *
   * @param browser user agent
   * @param version of the page link
   */
  record Page(Credential credential, String browser, String version) {
    /** Makes a page that keeps no secret. */
    public Page(String client, String browser, String version) {
      this(new Name(client), browser, version);
    }
  }

  /** The members of a hello that say which client the page is of. */
  sealed interface Credential {
    /** Adds the members. */
    void write(ObjectNode json);
  }

  /**
   * The name of a client, which is all that page links had before they kept a secret.
   *
   * @param client random id of a browser profile on an origin
   */
  record Name(String client) implements Credential {
    @Override
    public void write(ObjectNode json) {
      json.put("client", client);
    }
  }

  /**
   * The proof that a page is of a client.
   *
   * @param secret random text of a browser profile on an origin; the client's id is its hash
   * @param ticket that of the last welcome that reached the profile, or empty
   */
  record Secret(String secret, String ticket) implements Credential {
    @Override
    public void write(ObjectNode json) {
      json.put("secret", secret).put("ticket", ticket);
    }

    /** Returns no secret: a record's own method would print it. */
    @Override
    public String toString() {
      return "Secret[]";
    }
  }

  /**
   * The answer to a hello that the agent accepts.
   *
   * @param ticket to be kept, and shown in the next hello; absent for a page without a secret
   */
  record Welcome(int protocol, String version, Optional<String> ticket) implements Message {
    @Override
    public ObjectNode json() {
      ObjectNode json = typed("welcome").put("protocol", protocol).put("version", version);
      ticket.ifPresent(value -> json.put("ticket", value));
      return json;
    }

    /** Returns the message without the ticket, which a record's own method would print. */
    @Override
    public String toString() {
      return "Welcome[protocol=" + protocol + ", version=" + version + "]";
    }
  }

  /** Sent by the agent only: timers of hidden pages run once a minute. */
  record Ping() implements Message {
    @Override
    public ObjectNode json() {
      return typed("ping");
    }
  }

  /** The answer to a ping. */
  record Pong() implements Message {
    @Override
    public ObjectNode json() {
      return typed("pong");
    }
  }

  /** A request of the agent; {@code id} is 0 to 2^32 - 1 and not in use on the link. */
  record Request(long id, WorkerRequest body) implements Message {
    @Override
    public ObjectNode json() {
      ObjectNode json = typed("request").put("id", id);
      json.setAll(body.json());
      return json;
    }
  }

  /** A result; how {@code body} is read depends on the request. */
  record Result(long id, JsonNode body) implements Message {
    @Override
    public ObjectNode json() {
      ObjectNode json = typed("result").put("id", id);
      json.setAll((ObjectNode) body);
      return json;
    }
  }

  /** The error that stands in place of a result. */
  record Failure(long id, IndexedDbException error) implements Message {
    @Override
    public ObjectNode json() {
      ObjectNode json = typed("failure").put("id", id);
      json.setAll(error.json());
      return json;
    }
  }

  /**
   * Reads a message from a frame.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} or {@code BAD_MESSAGE} if the text is none
   */
  static Message fromText(String text) {
    return fromJson(Json.parse(text));
  }

  /**
   * Reads a message.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none
   */
  static Message fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "message");
    String type = fields.text("type");
    return switch (type) {
      case "hello" -> hello(fields);
      case "welcome" ->
          new Welcome(
              fields.int32("protocol"), fields.text("version"), fields.optionalText("ticket"));
      case "ping" -> new Ping();
      case "pong" -> new Pong();
      case "request" -> new Request(fields.integer("id"), WorkerRequest.fromJson(json));
      case "result" -> new Result(fields.integer("id"), json);
      case "failure" -> new Failure(fields.integer("id"), FailureMessages.error(json));
      default -> throw fields.invalid("type", type, "one of the protocol");
    };
  }

  private static Hello hello(JsonFields fields) {
    Page page = new Page(credential(fields), fields.text("browser"), fields.text("version"));
    return new Hello(fields.int32("protocol"), fields.optionalText("token"), page);
  }

  private static Credential credential(JsonFields fields) {
    return fields
        .optionalText("secret")
        .<Credential>map(secret -> new Secret(secret, fields.optionalText("ticket").orElse("")))
        .orElseGet(() -> new Name(fields.text("client")));
  }

  private static ObjectNode typed(String type) {
    return Json.object().put("type", type);
  }
}
