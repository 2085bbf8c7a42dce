// What a first visit to the program's own front page weighs, as bytes over the
// wire with their headers, and that nothing moves while it loads. The demo has
// the fullest front page there is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { options } from './browser.mjs';
import { startNetwork } from './network.mjs';

const mostRequests = 4;
const visits = [
  { name: 'with JavaScript, 1280 px', javascript: true, width: 1280, most: 55 * 1024 },
  { name: 'with JavaScript, 320 px', javascript: true, width: 320, most: 55 * 1024 },
  { name: 'without JavaScript, 1280 px', javascript: false, width: 1280, most: 40 * 1024 },
];

let network;
let browser;

before(async () => {
  network = await startNetwork({ command: 'demo' });
  browser = await chromium.launch(options);
});
after(async () => {
  await browser?.close();
  await network?.stop();
});

for (const visit of visits) {
  test(`a first visit is light (${visit.name})`, { timeout: 120_000 }, async (t) => {
    const context = await browser.newContext({ javaScriptEnabled: visit.javascript, viewport: { width: visit.width, height: 800 } });
    try {
      const page = await context.newPage();
      const wire = await watchTheWire(context, page);
      if (visit.javascript) await page.addInitScript(watchShifts);
      const answer = await page.goto(network.url, { waitUntil: 'networkidle' });
      assert.equal(answer.status(), 200);
      const bytes = wire.reduce((sum, file) => sum + file.bytes, 0);
      const list = wire.map((file) => `${file.bytes} ${new URL(file.url).pathname}`).join(', ');
      t.diagnostic(`${visit.name}: ${bytes} bytes in ${wire.length} requests: ${list}`);
      assert.ok(wire.some((file) => file.url.endsWith('.css')), `the styles were not weighed: ${list}`);
      assert.equal(wire.some((file) => file.url.endsWith('.js')), visit.javascript, list);
      assert.ok(wire.length <= mostRequests, `${wire.length} requests: ${list}`);
      assert.ok(bytes <= visit.most, `${bytes} bytes: ${list}`);
      if (visit.javascript) {
        assert.ok(await page.evaluate('window.watched'), 'the browser tells no layout shifts');
        assert.deepEqual(await page.evaluate('window.shifts'), []);
      }
    } finally {
      await context.close();
    }
  });
}

// watchTheWire lists what is loaded, with the bytes that came for it.
async function watchTheWire(context, page) {
  const wire = [];
  const urls = new Map();
  const session = await context.newCDPSession(page);
  session.on('Network.requestWillBeSent', (e) => urls.set(e.requestId, e.request.url));
  const came = (id, bytes) => {
    const url = urls.get(id);
    if (!url.startsWith('data:')) wire.push({ url, bytes }); // such a picture is in the styles already
  };
  session.on('Network.loadingFinished', (e) => came(e.requestId, e.encodedDataLength));
  session.on('Network.loadingFailed', (e) => came(e.requestId, Infinity));
  await session.send('Network.enable');
  return wire;
}

const watchShifts = () => {
  window.shifts = [];
  window.watched = PerformanceObserver.supportedEntryTypes.includes('layout-shift');
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifts.push(e.value);
  }).observe({ type: 'layout-shift', buffered: true });
};
