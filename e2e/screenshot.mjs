// screenshot.mjs FILE: the front page of the demo network, as a picture.
import { chromium } from 'playwright-core';
import { options } from './browser.mjs';
import { startNetwork } from './network.mjs';

const network = await startNetwork({ command: 'demo' });
const browser = await chromium.launch(options);
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 860 }, locale: 'en-GB' });
  await page.goto(network.url);
  await page.screenshot({ path: process.argv[2] });
} finally {
  await browser.close();
  await network.stop();
}
