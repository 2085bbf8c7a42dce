// Looks at every component in Chromium, in two widths, with and without
// JavaScript and in forced colours: axe finds nothing, nothing scrolls sideways,
// nothing moves while a page loads, the policy blocks nothing, and a first visit
// keeps to its budget. GALLERY_SHOTS=DIR keeps pictures.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { options } from './browser.mjs';
import { startGallery } from './gallery.mjs';
import { pageKeepsItsPromises } from './promises.mjs';

const pages = ['/', '/components', '/form', '/errors', '/dashboard', '/talk', '/done', '/narrow'];
const modes = [
  { name: '1280', width: 1280, javascript: true },
  { name: '320', width: 320, javascript: true },
  { name: '320-nojs', width: 320, javascript: false },
  { name: '1280-forced', width: 1280, javascript: true, forcedColors: 'active' },
];
const budget = { javascript: 55 * 1024, plain: 40 * 1024, requests: 4 };

let gallery;
let browser;

before(async () => {
  gallery = await startGallery();
  browser = await chromium.launch(options);
});
after(async () => {
  await browser?.close();
  await gallery?.stop();
});

describe('the gallery', () => {
  for (const path of pages) {
    for (const mode of modes) test(`${path} at ${mode.name}`, { timeout: 60_000 }, () => look(path, mode));
  }
});

async function look(path, mode) {
  const context = await browser.newContext({
    javaScriptEnabled: mode.javascript,
    viewport: { width: mode.width, height: 900 },
    forcedColors: mode.forcedColors ?? 'none',
  });
  try {
    const page = await context.newPage();
    const faults = [];
    page.on('console', (m) => m.type() === 'error' && faults.push(m.text()));
    page.on('pageerror', (e) => faults.push(e.message));
    if (mode.javascript) await page.addInitScript(watchShifts);
    const sent = weigh(page);
    await page.goto(gallery.url + path);
    await page.waitForTimeout(150); // for what a script might still move
    if (process.env.GALLERY_SHOTS) await shoot(page, path, mode);
    assert.deepEqual(faults, []);
    if (mode.javascript) assert.ok((await page.evaluate('window.shifts')) < 0.001, 'the page moved while it loaded');
    await keepsToBudget(sent, mode);
    // colours are the reader's own there
    if (!mode.forcedColors) await pageKeepsItsPromises(context, page, mode);
  } finally {
    await context.close();
  }
}

const watchShifts = () => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifts += e.value;
  }).observe({ type: 'layout-shift', buffered: true });
};

function weigh(page) {
  const sent = [];
  page.on('requestfinished', (request) => {
    const size = weight(request);
    size.catch(() => {}); // what is still on its way when the page closes is no fault
    sent.push(size);
  });
  return sent;
}

async function weight(request) {
  const response = await request.response();
  // the gallery sends its pages as they are; the product compresses them
  if (request.resourceType() === 'document') return gzipSync(await response.body()).length;
  return (await request.sizes()).responseBodySize;
}

async function keepsToBudget(sent, mode) {
  const sizes = await Promise.all(sent);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(sizes.length <= budget.requests, `${sizes.length} requests`);
  assert.ok(sizes.length > 1 && bytes > 5000, 'nothing was weighed');
  assert.ok(bytes <= (mode.javascript ? budget.javascript : budget.plain), `${bytes} bytes`);
}

async function shoot(page, path, mode) {
  mkdirSync(process.env.GALLERY_SHOTS, { recursive: true });
  const name = path.replace(/\W/g, '') || 'front';
  await page.screenshot({ path: `${process.env.GALLERY_SHOTS}/${name}-${mode.name}.png`, fullPage: true });
}
