// What every page promises, whoever sees it and however.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { firstOfItsKind } from './examined.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// wcag22aa must be named, or target-size does not run.
const all = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// What a message key looks like on a page, where its text is missing.
const sections = readdirSync('internal')
  .map((name) => `internal/${name}/messages/en.toml`)
  .filter(existsSync)
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^"([a-z_]+)\./gm)].map(([, section]) => section));
const key = new RegExp(`\\b(${[...new Set(sections)].join('|')})(\\.[a-z0-9_]+)+\\b`);

export async function pageKeepsItsPromises(context, page, { javascript, width }) {
  const where = `${page.url()} at ${width} px, ${javascript ? 'with' : 'without'} JavaScript`;
  const shape = await page.evaluate(() => ({
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    cut: [...document.querySelectorAll('.cuppa-scroll:has(.cuppa-table--stack)')]
      .filter((region) => window.innerWidth < 640 && region.scrollWidth > region.clientWidth).map((region) => region.ariaLabel),
    styled: [...document.styleSheets].length,
    text: document.body.innerText,
  }));
  assert.ok(shape.title, `no title: ${where}`);
  assert.equal(shape.headings, 1, `one h1: ${where}`);
  assert.ok(shape.overflow <= 0, `scrolls sideways by ${shape.overflow} px: ${where}`);
  assert.deepEqual(shape.cut, [], `a table whose rows are blocks is cut off: ${where}`);
  assert.ok(shape.styled > 0, `no style sheet: ${where}`);
  assert.equal(key.exec(shape.text)?.[0], undefined, `a message has no text: ${where}`);

  if (!(await firstOfItsKind(page, `${width} ${javascript}`))) return;
  const found = javascript ? await examine(page) : await examineCopy(context, page);
  assert.equal(found.length, 0, `axe: ${where}\n  ${found.join('\n  ')}`);
}

// letterKeepsItsPromises examines the HTML of a letter as mail programs get it,
// on a phone. show brings it into the page that it is given. What is best
// practice for pages, such as landmarks, is not for letters.
export async function letterKeepsItsPromises(context, name, show) {
  const page = await copyFor(context, { width: 320, height: 640 });
  await show(page);
  const shape = await page.evaluate(() => ({
    title: document.title, overflow: document.documentElement.scrollWidth - window.innerWidth, text: document.body.innerText,
  }));
  assert.ok(shape.title, `no title: ${name}`);
  assert.ok(shape.overflow <= 0, `scrolls sideways by ${shape.overflow} px: ${name}`);
  assert.equal(key.exec(shape.text)?.[0], undefined, `a message has no text: ${name}`);
  if (!(await firstOfItsKind(page, 'letter'))) return;
  const found = await examine(page, all.filter((tag) => tag.startsWith('wcag')));
  assert.equal(found.length, 0, `axe: ${name}\n  ${found.join('\n  ')}`);
}

async function examine(page, tags = all) {
  const { violations, passes } = await page.evaluate(
    `(() => { ${axe}; return axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} }, resultTypes: ['violations'] }) })()`,
  );
  assert.ok(passes.length > 5, 'axe looked at next to nothing');
  return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

// axe needs JavaScript, so a page without it is examined in a copy: the same
// markup and style sheets, with no script of the page's own.
async function examineCopy(context, page) {
  const markup = (await page.content()).replace(/<script\b[^>]*>.*?<\/script>/gs, '');
  const copy = await copyFor(context, page.viewportSize());
  const address = page.url().split('#')[0];
  await copy.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: markup }));
  try {
    await copy.goto(address);
    return await examine(copy);
  } finally {
    await copy.unroute(address);
  }
}

const copies = new WeakMap(); // context → the page in which its copies are examined

async function copyFor(context, viewport) {
  if (!copies.has(context)) {
    const copy = await context.browser().newPage();
    copies.set(context, copy);
    context.on('close', () => copy.close());
  }
  const copy = copies.get(context);
  await copy.setViewportSize(viewport);
  return copy;
}
