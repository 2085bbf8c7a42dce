// crawl opens everything that links lead to, from one page on, and looks at
// each. Of pages that differ only in an id it opens one, and with within only
// those below that path. It returns the shapes of the addresses it has seen, and
// the paths of the pages that have something to fill in.
export async function crawl(person, start, within = '/') {
  const seen = new Set(); // shapes of addresses
  const forms = [];
  const waiting = [start];
  const queued = new Set(waiting);
  while (waiting.length > 0) {
    const path = waiting.shift();
    const shape = shapeOf(path);
    if (seen.has(shape)) continue;
    seen.add(shape);
    await person.go(path);
    if (await fields(person.page).count()) forms.push(path);
    for (const door of await doorsOn(person.page)) {
      if (seen.has(shapeOf(door))) continue;
      seen.add(shapeOf(door));
      await person.door(door);
    }
    for (const next of await linksOn(person.page)) {
      if (next.startsWith(within) && !queued.has(next)) {
        queued.add(next);
        waiting.push(next);
      }
    }
  }
  return { seen: [...seen], forms };
}

const field = 'input:not([type=hidden]), textarea, select';
const fields = (page) => page.locator('main form[method=post]').locator(field);

// sendEmpty sends a page's form as somebody does who fills in nothing, and looks
// at the answer.
export async function sendEmpty(person, path) {
  await person.page.goto(path);
  await fields(person.page).evaluateAll((all) => {
    for (const field of all) {
      field.checked = false;
      if (field.localName !== 'select') field.value = field.type === 'radio' || field.type === 'checkbox' ? field.value : '';
    }
  });
  const form = person.page.locator('main form[method=post]').filter({ has: person.page.locator(field) }).first();
  await Promise.all([person.page.waitForEvent('load'), form.locator('button').first().click()]);
  await person.look();
}

// linksOn are the paths of our own pages that the open page links to: not
// downloads, not the doors to other sites, and not what is written in letters.
function linksOn(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('a[href]:not([download], [rel~=noreferrer])')]
      .map((a) => new URL(a.href))
      .filter((url) => url.origin === location.origin && !/\.(csv|json|ics|atom|xml|xlsx|svg|html)$/.test(url.pathname))
      .map((url) => url.pathname + url.search),
  );
}

// doorsOn are our own addresses on the open page that lead on to other sites.
const doorsOn = (page) => page.evaluate(() =>
  [...document.querySelectorAll('a[href][rel~=noreferrer]')]
    .map((a) => new URL(a.href))
    .filter((url) => url.origin === location.origin)
    .map((url) => url.pathname));

// shapeOf has a star for every part of the address that is an id, a token or a
// page number, and for what is searched for.
function shapeOf(path) {
  const { pathname, searchParams } = new URL(path, 'http://x');
  const parts = pathname.split('/').map((part) => (/\d|[\w-]{24,}/.test(part) ? '*' : part));
  return parts.join('/') + [...searchParams.keys()].sort().map((key) => `?${key}`).join('');
}
