// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './progress.js';

const SPARK = 'examples/01-quickstart/spark.xml';
const CLASS_PATH = 'target/spark.classpath';

/**
 * Builds and installs what is missing; the working directory is the project's.
 * @param {string} here the folder of the benchmark
 * @returns {{connector: string, agent: string, classPath: string}}
 */
export function build(here) {
  quietly('.ci/provision', []);
  installPackages(here);
  if (!isCurrent()) {
    say('building the jars');
    quietly('mvn', ['-q', '-B', '-ntp', '-DskipTests', '-Dmaven.test.skip', 'package']);
  }
  if (!existsSync(CLASS_PATH) || changed(CLASS_PATH) < changed(SPARK)) {
    say("resolving stock Spark's class path");
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';
    quietly('mvn', [
      '-q',
      '-B',
      '-ntp',
      '-f',
      SPARK,
      goal,
      '-Dmdep.includeScope=runtime',
      `-Dmdep.outputFile=${process.cwd()}/${CLASS_PATH}`,
    ]);
  }
  return { connector: connector(), agent: agentOf(connector()), classPath: readFileSync(CLASS_PATH, 'utf8').trim() };
}

function installPackages(here) {
  const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');
  const installed = join(here, 'node_modules', '.installed.json');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;
  say('installing the packages of the recipes');
  quietly('npm', ['ci', '--prefix', here, '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(installed, lock);
}

function connector() {
  const jars = existsSync('target') ? readdirSync('target') : [];
  const name = jars.find((jar) => /^spark-indexeddb-[\d.]+\.jar$/.test(jar));
  return name && join('target', name);
}

function agentOf(jar) {
  return jar.replace(/\.jar$/, '-agent.jar');
}

function isCurrent() {
  const jar = connector();
  if (!jar || !existsSync(agentOf(jar))) return false;
  const built = changed(agentOf(jar));
  const sources = readdirSync('src/main', { recursive: true, withFileTypes: true });
  const newest = sources.filter((file) => file.isFile() && !(file.parentPath ?? file.path).includes('node_modules'));
  const poms = ['pom.xml', 'src/build/engines.xml'];
  return (
    poms.every((file) => changed(file) < built) &&
    newest.every((file) => changed(join(file.parentPath ?? file.path, file.name)) < built)
  );
}

function changed(file) {
  return statSync(file).mtimeMs;
}

function quietly(command, args) {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (e) {
    throw new Error(`Cannot prepare the benchmark: '${command}' failed.\n${e.stdout ?? ''}${e.stderr ?? e.message}`);
  }
}
