// A person at a browser. Whatever they do, the browser watches for what must
// never happen; look() checks what must hold on the page they see.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { letterKeepsItsPromises, pageKeepsItsPromises } from './promises.mjs';
import { lookedAt } from './routes.mjs';

let shots = 0;

export async function newPerson(browser, network, { name, javascript, width }) {
  const context = await browser.newContext({
    baseURL: network.url,
    javaScriptEnabled: javascript,
    viewport: { width, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  });
  context.setDefaultTimeout(10_000);
  const faults = [];
  await context.route((url) => url.origin !== network.url && url.protocol !== 'data:', (route) => {
    faults.push(`asked another site: ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`script failed: ${error.message}`));
  let status = 0; // of the open page
  let read = false; // whether it was asked for, and is no error page
  page.on('response', (response) => {
    if (response.request().isNavigationRequest()) {
      status = response.status();
      read = response.ok() && response.request().method() === 'GET';
    }
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
  });

  return {
    page,
    // go opens a path and looks at what is there.
    async go(path) {
      await page.goto(path);
      await this.look();
    },
    // listen opens a page that is live, and waits until it hears what is new.
    async listen(path) {
      const opened = page.waitForResponse((answer) => answer.url().includes('/events?'));
      await this.go(path);
      const stream = await opened;
      assert.match(stream.headers()['content-type'], /event-stream/, path);
      lookedAt(new URL(stream.url()).pathname, name);
    },
    // look checks the page that is open now.
    async look() {
      if (process.env.E2E_SHOTS) await this.keepShot(process.env.E2E_SHOTS);
      await pageKeepsItsPromises(context, page, { javascript, width });
      this.expectNoFault();
      if (read) lookedAt(new URL(page.url()).pathname, name);
    },
    // download fetches what is no page, such as a spreadsheet.
    async download(path, type) {
      const answer = await context.request.get(path);
      assert.equal(answer.status(), 200, path);
      assert.match(answer.headers()['content-type'], type, path);
      lookedAt(path.split('?')[0], name);
      return answer.text();
    },
    // door asks for a page that leads on to another site, and stays here.
    async door(path) {
      const answer = await context.request.get(path, { maxRedirects: 0 });
      assert.equal(answer.status(), 303, path);
      assert.ok(!answer.headers().location.startsWith('/'), path);
      lookedAt(path, name);
    },
    // file fetches what a link gives to keep.
    async file(path) {
      await this.download(path, /./);
    },
    // fetch reads a page as it is sent, without opening it. It follows to where
    // the page has moved, but to no other site.
    async fetch(path) {
      for (let hops = 0; hops < 9; hops++) {
        const answer = await context.request.get(path, { maxRedirects: 0 });
        const { location, 'content-type': type } = answer.headers();
        if (!location) return { path, status: answer.status(), html: /html/.test(type) ? await answer.text() : '' };
        const to = new URL(location, network.url + path);
        if (to.origin !== network.url) return { path, leaves: true };
        path = to.pathname + to.search;
      }
      throw new Error(`${path} leads round in circles`);
    },
    // read examines the HTML of a letter that came.
    read: (letter) => letterKeepsItsPromises(context, letter.subject, (page) => page.setContent(letter.html)),
    // readSent does so with a letter of the demo, by its path.
    async readSent(path) {
      await letterKeepsItsPromises(context, path, (page) => page.goto(network.url + path));
      lookedAt(path, name);
    },
    // readFile does so with a page that is kept as a file.
    async readFile(path) {
      const html = await this.download(path, /html/);
      await letterKeepsItsPromises(context, path, (page) => page.setContent(html));
    },
    status: () => status,
    heading: () => page.locator('h1').innerText(),
    // The rest is what people do.
    async type(label, text) {
      await page.getByLabel(label, { exact: true }).fill(text);
    },
    async choose(label) {
      await page.getByLabel(label, { exact: true }).check();
    },
    // press and follow wait for the page that they lead to.
    async press(name) {
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name, exact: true }).first().click()]);
    },
    async follow(name) {
      await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name }).first().click()]);
    },
    expectNoFault() {
      assert.equal(faults.length, 0, faults.join('\n'));
    },
    // keepShot is for people: what does the page look like, in the order it was seen?
    async keepShot(folder) {
      mkdirSync(folder, { recursive: true });
      const file = `${process.pid}-${String(shots++).padStart(3, '0')}-${width}${new URL(page.url()).pathname.replace(/[\w~-]{20,}/g, 'x').replaceAll('/', '-')}`;
      await page.screenshot({ path: `${folder}/${file}.png`, fullPage: true });
    },
    async keepEvidence(name) {
      const file = `e2e/results/${name.replace(/[^\w-]+/g, '-')}`;
      mkdirSync('e2e/results', { recursive: true });
      await page.screenshot({ path: `${file}.png`, fullPage: true });
      writeFileSync(`${file}.html`, `<!-- ${page.url()} -->\n${await page.content()}`);
    },
    close: () => context.close(),
  };
}
