#!/usr/bin/env node
// gotest.mjs NAME PACKAGES…: runs `go test -json` on the packages, shows a line
// for each and what the failed tests said, and leaves the counts in
// tmp/tally/NAME for the closing line of `make test`.
//
// Property tests begin with the same seed every time: a commit that passed here
// passes again. `make hunt` looks with new seeds.
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { mkdirSync, writeFileSync } from 'node:fs';

const [name, ...patterns] = process.argv.slice(2);
const count = { pass: 0, fail: 0, skip: 0 };
const said = new Map(); // "package test" → what it printed

let code = 0;
const { rapid, plain } = sortPackages();
if (rapid.length > 0) await run([...rapid, '-rapid.seed=1', '-rapid.nofailfile']);
if (plain.length > 0) await run(plain);

if (code !== 0 && count.fail === 0) count.fail = 1; // it did not even get to a test
mkdirSync('tmp/tally', { recursive: true });
writeFileSync(`tmp/tally/${name}`, `${count.pass} ${count.fail} ${count.skip}\n`);
console.log(`${name}: ${count.pass} passed, ${count.fail} failed, ${count.skip} skipped`);
process.exitCode = code === 0 && count.fail === 0 ? 0 : 1;

// Only the tests that import rapid know its flags.
function sortPackages() {
  const format = '{{.ImportPath}} {{join .TestImports " "}} {{join .XTestImports " "}}';
  const listed = execFileSync('go', ['list', '-f', format, ...patterns], { encoding: 'utf8' }).trim().split('\n');
  const of = (is) => listed.map((line) => line.split(' ')).filter((words) => words.includes('pgregory.net/rapid') === is);
  const [rapid, plain] = [of(true), of(false)].map((some) => some.map(([path]) => path));
  return { rapid, plain };
}

async function run(args) {
  const go = spawn('go', ['test', '-json', '-timeout=20m', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => go.kill(signal));
  for await (const line of createInterface({ input: go.stdout })) {
    let event;
    try {
      event = JSON.parse(line);
    } catch {
      console.log(line); // not from a test: go's own words
      continue;
    }
    take(event);
  }
  code ||= await new Promise((done) => (go.exitCode === null ? go.on('close', done) : done(go.exitCode)));
}

function take(event) {
  const key = event.Test ? `${event.Package} ${event.Test}` : event.Package ?? event.ImportPath;
  switch (event.Action) {
    case 'output':
    case 'build-output':
      said.set(key, (said.get(key) ?? '') + event.Output);
      break;
    case 'pass':
    case 'fail':
    case 'skip':
      event.Test ? endTest(key, event) : endPackage(key, event);
      said.delete(key);
      break;
    case 'build-fail':
      process.stdout.write(said.get(key) ?? '');
  }
}

function endTest(key, { Action }) {
  count[Action]++;
  if (Action === 'fail') process.stdout.write(said.get(key) ?? '');
}

// A package can fail without a failed test: it does not build, or it panics.
function endPackage(key, { Action, Package, Elapsed, FailedBuild }) {
  if (Action === 'skip') return; // no test files
  const mark = Action === 'pass' ? 'ok  ' : 'FAIL';
  if (Action === 'fail') {
    if (FailedBuild) count.fail++;
    process.stdout.write(said.get(key) ?? '');
  }
  console.log(`${mark} ${Package} ${(Elapsed ?? 0).toFixed(1)}s`);
}
