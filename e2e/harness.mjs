// The harness of the journeys: a network of its own for each journey, a real
// browser, and the promises that every page keeps.
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';
import { options } from './browser.mjs';
import { startNetwork } from './network.mjs';
import { newPerson } from './person.mjs';
import { ways } from './ways.mjs';

let browser;

// journey registers a test for each way. body gets the running network (a fresh
// one, or the demo) and somebody(), which opens a browser for one more person.
export function journey(title, body, { command } = {}) {
  for (const way of ways) {
    test(`${title} (${way.name})`, { timeout: 1_200_000 }, async (t) => {
      const network = await startNetwork({ command });
      const people = [];
      const somebody = async () => {
        people.push(await newPerson(await launched(), network, way));
        return people.at(-1);
      };
      try {
        await body({ network, somebody, javascript: way.javascript, t });
        for (const person of people) person.expectNoFault();
      } catch (error) {
        for (const [i, person] of people.entries()) {
          await person.keepEvidence(`${t.name}-${i + 1}`);
        }
        throw new Error(`${error.message}\n\nThe program said:\n${network.output().slice(-4000)}`, { cause: error });
      } finally {
        for (const person of people) await person.close();
        await network.stop();
      }
    });
  }
}

after(async () => (await browser)?.close());

function launched() {
  browser ??= chromium.launch(options);
  return browser;
}
