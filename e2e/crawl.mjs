// crawl goes everywhere that links lead to, and looks at what is different
// there. Which of many pages of one pattern is the first depends on names and
// dates, and what it can show on the state it is in: so every page is fetched,
// which is quick, and the browser opens those that show something which none of
// their pattern has shown before.
import assert from 'node:assert/strict';
import { routeOf } from './routes.mjs';

const most = 60; // pages of one pattern that are fetched: all of them, but of people and letters

// What is no page. A page that is kept as a file is for readFile.
const files = /\.(csv|json|ics|atom|xml|xlsx|svg)$/;

// crawl begins at some pages and looks at what it finds, with within only below
// that path. It returns the patterns of what it has seen, the paths of the pages
// that have a form, one of each, and all pages.
export async function crawl(person, starts, { within = '/' } = {}) {
  const found = await fetchAll(person, [starts].flat(), within);
  assert.deepEqual(found.broken, [], 'links that lead to no page');
  for (const path of found.doors.values()) await person.door(path);
  for (const path of found.files.values()) await person.file(path);
  const forms = new Map();
  for (const page of telling(found.pages)) {
    await person.go(page.path);
    assert.equal(person.status(), page.status, page.path);
    const form = await formOn(person.page);
    if (form && !forms.has(`${page.pattern} ${form}`)) forms.set(`${page.pattern} ${form}`, page.path);
  }
  return { seen: new Set(found.pages.map((page) => page.pattern)), forms: [...forms.values()], pages: found.pages };
}

const letter = '/outbox/{id}'; // of the demo

// Letters are old, and what a link was for may be over.
const over = new Set([404, 410]);

// fetchAll follows links without a browser: pages, in the order in which they
// were come upon, and one of each pattern of doors to other sites and of files.
export async function fetchAll(person, begin, within) {
  const starts = new Set(begin);
  const found = { pages: [], doors: new Map(), files: new Map(), broken: [] };
  const queued = new Set(starts);
  const count = new Map();
  for (const path of queued) { // grows as it is walked through
    const pattern = routeOf(new URL(path, 'http://x').pathname);
    const kind = kindOf(pattern, path);
    count.set(kind, (count.get(kind) ?? 0) + 1);
    if (count.get(kind) > most && !starts.has(path)) continue;
    const page = await person.fetch(path);
    if (page.leaves) {
      if (!found.doors.has(pattern)) found.doors.set(pattern, path);
      continue;
    }
    if (page.status === 200 && !page.html) {
      if (!found.files.has(pattern)) found.files.set(pattern, path);
      continue;
    }
    if (page.status !== 200 && !(starts.has(path) && over.has(page.status))) {
      found.broken.push(`${page.status} ${path}`);
      continue;
    }
    found.pages.push({ path, status: page.status, pattern: routeOf(new URL(page.path, 'http://x').pathname), kind, html: page.html });
    if (pattern === letter) continue; // what is written to others is for them
    for (const link of linksIn(page)) {
      const to = link.path.split('?')[0];
      if (link.file) {
        if (!found.files.has(routeOf(to))) found.files.set(routeOf(to), link.path);
      } else if (link.path.startsWith(within)) queued.add(link.path);
    }
  }
  return found;
}

// kindOf is a pattern with what is asked of it: a search, a page number.
const kindOf = (pattern, path) => [pattern, ...[...new URL(path, 'http://x').searchParams.keys()].sort()].join(' ?');

// telling are the pages of which each shows a part that none before it has of
// its kind: an element of a class, a state, a form.
export function telling(pages) {
  const shown = new Set();
  return pages.filter(({ kind, html }) => {
    const parts = partsOf(html).map((part) => `${kind} ${part}`).filter((part) => !shown.has(part));
    for (const part of parts) shown.add(part);
    return parts.length > 0;
  });
}

// partsOf are the elements of a page's main part, by what axe goes by.
function partsOf(html) {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
  return [...new Set([...main.matchAll(/<(\w+)((?:\s[^>]*)?)>/g)].map(([, tag, attributes]) =>
    [tag, ...['class', 'type', 'role', 'name'].map((name) => attribute(attributes, name)?.replace(/[\w-]*\d[\w-]*/g, '*'))].join(' ')))];
}

const attribute = (attributes, name) => new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];

// linksIn are the links of a page that stay here.
function linksIn({ path, html }) {
  const links = [];
  for (const [, attributes] of html.matchAll(/<a(\s[^>]*)>/g)) {
    const href = attribute(attributes, 'href')?.replaceAll('&amp;', '&');
    if (!href) continue;
    const url = new URL(href, new URL(path, 'http://x'));
    if (url.host !== 'x') continue;
    if (url.pathname.endsWith('.html')) continue;
    const file = /\sdownload\b/.test(attributes) || files.test(url.pathname);
    links.push({ path: url.pathname + url.search, file });
  }
  return links;
}

const field = 'input:not([type=hidden]), textarea, select';
const fields = (page) => page.locator('main form[method=post]').locator(field);

// formOn names the fields of the page's form, if it has one to fill in.
const formOn = (page) => fields(page).evaluateAll((all) => [...new Set(all.map((field) => field.name.replace(/[\w-]*\d[\w-]*/g, '*')))].join(' '));

// sendEmpty sends a page's form as somebody does who fills in nothing, and looks
// at the answer.
export async function sendEmpty(person, path) {
  await person.page.goto(path);
  if (!(await fields(person.page).count())) return; // what was sent before has changed what it shows
  await fields(person.page).evaluateAll((all) => {
    for (const field of all) {
      field.checked = false;
      if (field.localName !== 'select') field.value = field.type === 'radio' || field.type === 'checkbox' ? field.value : '';
    }
  });
  const form = person.page.locator('main form[method=post]').filter({ has: person.page.locator(field) }).first();
  // The answer is another page or, where a script sends the form, an error beside the field.
  const answered = Promise.any([person.page.waitForEvent('load'), person.page.locator('.govuk-error-message').first().waitFor()]);
  await form.locator('button').first().click();
  await answered;
  await person.page.waitForLoadState('load');
  await person.look();
}
