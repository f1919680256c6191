// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Every error says what to do, and a test does it, word for word, and succeeds: this table names
 * it. Without one a code fails.
 */
class RemediesTest {
  private static final Path SCRIPTS = Path.of("src", "test", "javascript");

  /**
   * Of each code the tests that follow what errors.md says under "What to do": {@code
   * package.Class#method}, below the package of this class, or {@code folder/file.test.js: name}.
   */
  private static final Map<ErrorCode, List<String>> FOLLOWED =
      Map.ofEntries(
          entry(ErrorCode.NO_CLIENTS, List.of("browser.RemediesIT#aPageThatIsOpenedIsRead")),
          entry(
              ErrorCode.TOO_FEW_CLIENTS,
              List.of("browser.RemediesIT#fewerClientsOrAnotherBrowserAreEnough")),
          entry(
              ErrorCode.CLIENT_NOT_FOUND,
              List.of("browser.NamesIT#listsTheClientsThatAreConnected")),
          entry(
              ErrorCode.ORIGIN_NOT_FOUND,
              List.of("browser.RemediesIT#theNearestNameOfTheMessageIsRead")),
          entry(
              ErrorCode.AMBIGUOUS_ORIGIN,
              List.of("browser.NamesIT#asksForTheOriginIfTwoHaveTheStore")),
          entry(
              ErrorCode.DATABASE_NOT_FOUND,
              List.of("browser.RemediesIT#theNearestNameOfTheMessageIsRead")),
          entry(
              ErrorCode.STORE_NOT_FOUND,
              List.of("browser.RemediesIT#theNearestNameOfTheMessageIsRead")),
          entry(
              ErrorCode.STORE_NOT_ALLOWED,
              List.of("browser.RemediesIT#aStoreThatIsAllowedIsReadOnceTheAppIsReloaded")),
          entry(
              ErrorCode.INDEX_NOT_FOUND,
              List.of("browser.RemediesIT#aQueryIsRunAgainWhenItsIndexIsGone")),
          entry(
              ErrorCode.STORE_REPLACED,
              List.of(
                  "faults.RepeatedActionsIT#readsAnotherStoreOfItsNameAfterOneWasReplacedMidRead",
                  "faults.ReplacedStoreIT#mixesNoRowsOfAStoreWithThoseOfTheOneInItsPlace")),
          entry(
              ErrorCode.DATABASE_BUSY,
              List.of(
                  "browser.OddBrowsersIT"
                      + "#aDatabaseThatIsHeldHidesNoneOfTheOthersAndIsReadWhenTheOtherTabIsClosed")),
          entry(
              ErrorCode.VALUE_DOES_NOT_FIT,
              List.of(
                  "browser.RemediesIT#eachWayOutOfAValueThatDoesNotFitIsOne",
                  "browser.StatementsIT#whatDoesNotFitIsReadInEachWayThatTheMessageNames")),
          entry(
              ErrorCode.RECORD_TOO_LARGE,
              List.of("browser.RemediesIT#aLargeRecordIsReadWithoutItsLargeColumn")),
          entry(
              ErrorCode.REDACTION_FAILED,
              List.of("browser.RemediesIT#aCorrectedFunctionIsReadOnceTheAppIsReloaded")),
          entry(
              ErrorCode.COLUMN_NAMES_COLLIDE,
              List.of("browser.RemediesIT#bothWaysOutOfNamesThatCollideAreOne")),
          entry(
              ErrorCode.TYPE_NOT_SUPPORTED,
              List.of("browser.RemediesIT#aStringTakesWhatATypeDoesNot")),
          entry(
              ErrorCode.CLIENT_LOST,
              List.of("agent.AgentRemediesTest#aClientThatComesBackIsReadByTheNextQuery")),
          entry(
              ErrorCode.WORKER_SILENT,
              List.of(
                  "browser.OddBrowsersIT"
                      + "#aServiceWorkerWithoutExportWorkerThatTakesOverIsToldWithinSeconds")),
          entry(
              ErrorCode.WORKER_FAILED,
              List.of(
                  "wire.VectorsTest#failuresOfAWorkerAreSentences",
                  "protocol/protocol.test.js: a failure keeps code, details and what its sentence tells,"
                      + " and any other error says what it was")),
          entry(
              ErrorCode.BAD_MESSAGE,
              List.of("agent.AgentRemediesTest#aPageOfTheSameVersionIsReadAfterOneThatIsNot")),
          entry(
              ErrorCode.FRAME_TOO_LARGE,
              List.of(
                  "agent.AgentRemediesTest#aPageOfTheSameVersionIsReadAfterOneThatIsNot",
                  "link/refusals.test.js: a proxy that takes no message so large is named, and not"
                      + " tried in vain without a word")),
          entry(
              ErrorCode.HELLO_TIMEOUT,
              List.of("link/link.test.js: other refusals are tried again, and named")),
          entry(
              ErrorCode.CLIENT_REPLACED,
              List.of(
                  "link/link-tabs.test.js: the newer connection wins: the older stands by until its"
                      + " page is looked at")),
          entry(
              ErrorCode.CLIENT_TWIN,
              List.of(
                  "agent.TwinTest" + "#theClientIsReadAgainOnceOneSecretIsDeletedAndTheAgentToldSo",
                  "faults.CopiedProfileIT#aCopyIsRefusedUntilItHasASecretOfItsOwn")),
          entry(
              ErrorCode.CLIENT_BLOCKED,
              List.of("agent.LeftOutClientsTest#aBlockedClientIsRefusedUntilItsLineIsGone")),
          entry(
              ErrorCode.CONSENT_REFUSED,
              List.of(
                  "link/refusals.test.js: a user who has changed their mind is linked by calling"
                      + " connect again")),
          entry(
              ErrorCode.CSP_BLOCKED,
              List.of(
                  "browser.RemediesIT#aPolicyThatNamesTheAgentLetsThePageLink",
                  "browser.ProxyIT#aPageUnderAStrictPolicyLinksThroughTheAppsOwnServer")),
          entry(
              ErrorCode.LOCAL_NETWORK_REFUSED,
              List.of(
                  "browser.LocalNetworkIT"
                      + "#aPermissionThatTheUserDeniedIsNamedAndHelpsAtOnceWhenItIsGiven")),
          entry(
              ErrorCode.TOKEN_MISSING,
              List.of("agent.AgentRemediesTest#eachTokenIsGivenWhereItBelongs")),
          entry(
              ErrorCode.TOKEN_WRONG,
              List.of(
                  "agent.AgentRemediesTest#eachTokenIsGivenWhereItBelongs",
                  "browser.AccessIT#opensDataToTheReaderTokenOnly")),
          entry(
              ErrorCode.TOKEN_ENDED,
              List.of(
                  "agent.TokenEndTest#aLineOfTheFileIsTakenUpWithoutARestart",
                  "agent.TokenEndTest#aPageLinksAgainWithAnotherSignedToken")),
          entry(
              ErrorCode.TOKEN_WRONG_KIND,
              List.of("agent.AgentRemediesTest#eachTokenIsGivenWhereItBelongs")),
          entry(
              ErrorCode.TOKEN_IN_URL,
              List.of("agent.AgentRemediesTest#eachTokenIsGivenWhereItBelongs")),
          entry(
              ErrorCode.ORIGIN_REFUSED,
              List.of("agent.AgentRemediesTest#anOriginIsAllowedAsTheMessageSpellsIt")),
          entry(ErrorCode.HOST_REFUSED, List.of("agent.AgentRemediesTest#aHostIsAllowedByItsName")),
          entry(
              ErrorCode.PROTOCOL_VERSION,
              List.of("agent.AgentRemediesTest#aPeerSpeaksTheProtocolThatTheMessageNames")),
          entry(
              ErrorCode.SCAN_LOST,
              List.of(
                  "agent.AgentRemediesTest#anotherQueryIsReadAfterOneWhoseScanIsGone",
                  "faults.RepeatedActionsIT#readsAsTheStoreIsAfterTheAgentWasRestarted",
                  "faults.RepeatedActionsIT#runsAgainWithoutCachedResultsAfterTheAgentWasRestartedMidQuery",
                  "faults.RepeatedActionsIT#readsByANewRddOfTheSameDataFrame")),
          entry(
              ErrorCode.SCAN_EXPIRED,
              List.of(
                  "agent.AgentRemediesTest#anotherQueryIsReadAfterOneWhoseScanIsGone",
                  "faults.RepeatedActionsIT#readsAsTheStoreIsAfterTheScanHasExpired")),
          entry(
              ErrorCode.SPLIT_NOT_FOUND,
              List.of("agent.AgentRemediesTest#splitsAreCountedFromZeroUpToWhatTheScanAnswered")),
          entry(
              ErrorCode.SPLIT_TRUNCATED,
              List.of("faults.CutConnectionIT#readsTheRightRowsWhereverTheWayIsCutOnce")),
          entry(
              ErrorCode.SPLIT_DAMAGED,
              List.of(
                  "agent.AgentRemediesTest#aQueryIsRunAgainAfterItsSpoolFileWasDamaged",
                  "agent.HostileRowsTest#theRowsOfOthersAreReadWithoutTheClientThatIsNamed")),
          entry(
              ErrorCode.SPOOL_FULL,
              List.of("agent.AgentRemediesTest#aLargerSpoolHoldsWhatASmallOneDoesNot")),
          entry(ErrorCode.SPOOL_FAILED, List.of("agent.spool.SpoolTest#isOneAgentsAtATime")),
          entry(
              ErrorCode.VERSION_NOT_FOUND,
              List.of(
                  "agent.replica.ReplicaDatabaseTest#namesTheVersionsThatThereAre",
                  "agent.replica.ReplicaDatabaseTest#findsTheVersionOfAMoment")),
          entry(
              ErrorCode.REPLICAS_LOCKED,
              List.of("agent.replica.ReplicaDirectoryTest#isOneAgentsAtATime")),
          entry(
              ErrorCode.REPLICA_FORMAT,
              List.of("agent.replica.ReplicaDirectoryTest#refusesANewerFormatByName")),
          entry(
              ErrorCode.REPLICA_DAMAGED,
              List.of("agent.replica.ReplicaMaintenanceTest#isReadAgainFromABackup")),
          entry(
              ErrorCode.REPLICA_FULL,
              List.of("agent.replica.ReplicaFaultsIT#goesOnWhenThereIsRoomAgain")),
          entry(
              ErrorCode.REPLICA_FAILED,
              List.of(
                  "agent.replica.ReplicaDirectoryTest#refusesADirectoryThatOthersMayWriteIn",
                  "agent.replica.ReplicaFaultsIT#keepsNothingMoreAfterAnErrorOfTheDisk")),
          entry(
              ErrorCode.BAD_REQUEST,
              List.of("agent.AgentRemediesTest#aMalformedRequestIsRightWithTheMemberThatIsNamed")),
          entry(
              ErrorCode.BODY_TOO_LARGE,
              List.of(
                  "agent.AgentRemediesTest#aRequestOfFewerColumnsIsTaken",
                  "browser.LongConditionsIT#aLongListOfTexts")),
          entry(
              ErrorCode.ROUTE_NOT_FOUND,
              List.of("agent.AgentRemediesTest#theMethodAndTheRouteThatThereAreAnswer")),
          entry(
              ErrorCode.METHOD_NOT_ALLOWED,
              List.of("agent.AgentRemediesTest#theMethodAndTheRouteThatThereAreAnswer")),
          entry(
              ErrorCode.OPTION_UNKNOWN,
              List.of("browser.RemediesIT#optionsAreTakenAsTheMessagesSay")),
          entry(
              ErrorCode.OPTION_INVALID,
              List.of(
                  "browser.RemediesIT#optionsAreTakenAsTheMessagesSay",
                  "client.EndpointTest#aTokenGoesOverTlsOrNotFurtherThanThisMachine")),
          entry(
              ErrorCode.OPTION_MISSING,
              List.of("browser.RemediesIT#optionsAreTakenAsTheMessagesSay")),
          entry(ErrorCode.READ_ONLY, List.of("browser.RemediesIT#aCopyIsKeptInAnotherCatalog")),
          entry(
              ErrorCode.STATEMENT_NOT_SUPPORTED,
              List.of("browser.StatementsIT#aTableOfSparksOwnCatalogIsReadOrSaysWhatToUse")),
          entry(
              ErrorCode.AGENT_UNREACHABLE,
              List.of("browser.RemediesIT#anAgentThatIsStartedIsReached")),
          entry(
              ErrorCode.AGENT_FAILED,
              List.of("agent.runtime.AgentErrorsTest#whatFailedStandsInTheLogAsTheMessageSays")),
          entry(
              // Every test runs on Java 17 or newer.
              ErrorCode.JAVA_TOO_OLD, List.of("browser.RemediesIT#aPageThatIsOpenedIsRead")));

  @TestFactory
  Stream<DynamicTest> aTestFollowsWhatEachErrorSays() {
    return Arrays.stream(ErrorCode.values())
        .map(
            code ->
                DynamicTest.dynamicTest(
                    code.name(),
                    () -> {
                      assertThat(FOLLOWED).as("a test that follows the remedy").containsKey(code);
                      for (String test : FOLLOWED.get(code)) {
                        assertThat(exists(test)).as(test).isTrue();
                      }
                    }));
  }

  @Test
  void aTestThatIsNotThereIsNoticed() throws Exception {
    assertThat(exists("RemediesTest#aTestThatIsNotThereIsNoticed")).isTrue();
    assertThat(exists("RemediesTest#aTestThatIsNotThere")).isFalse();
    assertThat(exists("RemediesTest#exists")).as("which is no test").isFalse();
    assertThat(exists("link/link.test.js: answers pings")).isTrue();
    assertThat(exists("link/link.test.js: answers")).isFalse();
  }

  private static boolean exists(String test) throws ClassNotFoundException, IOException {
    if (test.contains(".js: ")) {
      String[] parts = test.split(": ", 2);
      return Files.readString(SCRIPTS.resolve(parts[0])).contains("test('" + parts[1] + "',");
    }
    String[] parts = test.split("#");
    String prefix = RemediesTest.class.getPackageName() + ".";
    return Arrays.stream(Class.forName(prefix + parts[0]).getDeclaredMethods())
        .filter(method -> method.getName().equals(parts[1]))
        .anyMatch(
            method ->
                method.isAnnotationPresent(Test.class)
                    || method.isAnnotationPresent(ParameterizedTest.class)
                    || method.isAnnotationPresent(TestFactory.class));
  }
}
