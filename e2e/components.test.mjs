// What the components do when somebody uses them, mostly by keyboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { options } from './browser.mjs';
import { startGallery } from './gallery.mjs';
import { pageKeepsItsPromises } from './promises.mjs';

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

// using opens a page of the gallery and closes it when the test is done.
function using(title, path, body, { width = 1280, javascript = true } = {}) {
  test(title, { timeout: 60_000 }, async () => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: javascript });
    try {
      const page = await context.newPage();
      await page.goto(gallery.url + path);
      await body(page, context);
    } finally {
      await context.close();
    }
  });
}

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className);

using('an organisation is suggested and taken by keyboard', '/form', async (page, context) => {
  const field = page.getByRole('combobox', { name: 'Organisation' });
  await field.pressSequentially('coun north');
  assert.deepEqual(await page.locator('.cuppa-combobox [role=option]').allTextContents(), ['Northmere Council']);
  assert.equal(await field.getAttribute('aria-expanded'), 'true');
  await pageKeepsItsPromises(context, page, { javascript: true, width: 1280 });

  await field.press('ArrowDown');
  const active = await field.getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
  await field.press('Enter');
  assert.equal(await field.inputValue(), 'Northmere Council');
  assert.equal(await field.getAttribute('aria-expanded'), 'false');
  assert.equal(new URL(page.url()).pathname, '/form', 'Enter sent the form');
});

using('an organisation that is not known stays as it was typed', '/form', async (page) => {
  const field = page.getByRole('combobox', { name: 'Organisation' });
  await field.pressSequentially('Ash');
  assert.equal(await page.locator('.cuppa-combobox [role=option]').count(), 2);
  await field.pressSequentially('en Parish Council');
  assert.equal(await page.locator('.cuppa-combobox [role=option]').count(), 0);
  assert.match(await page.locator('.cuppa-combobox [role=status]').textContent(), /No suggestions/);
  await field.press('Tab');
  assert.equal(await field.inputValue(), 'Ashen Parish Council');
});

using('an organisation is found however it is accented, and by mouse', '/form', async (page) => {
  const field = page.getByRole('combobox', { name: 'Organisation' });
  await field.pressSequentially('pènrhyn');
  await page.getByRole('option', { name: 'Cyngor Sir Penrhyn' }).click();
  assert.equal(await field.inputValue(), 'Cyngor Sir Penrhyn');
  await field.press('ArrowDown');
  await field.press('Escape');
  assert.equal(await field.getAttribute('aria-expanded'), 'false');
});

using(
  'without JavaScript an organisation is suggested by the browser',
  '/form',
  async (page) => {
    const list = await page.locator('#organisation').getAttribute('list');
    assert.equal(await page.locator(`#${list} option`).count(), 6);
  },
  { javascript: false },
);

using('a choice opens what belongs to it', '/form', async (page) => {
  const day = page.getByLabel('Day', { exact: true });
  assert.ok(await day.isVisible());
  await page.getByLabel('Every round').check();
  assert.ok(await day.isHidden());
  await page.getByLabel('I am away for now').check();
  assert.ok(await day.isVisible());
});

using(
  'without JavaScript all that belongs to a choice is there',
  '/form',
  async (page) => {
    assert.ok(await page.getByLabel('Day', { exact: true }).isVisible());
    assert.ok(await page.getByLabel('What is it?').isVisible());
  },
  { javascript: false },
);

using('"none of these" unticks the rest', '/form', async (page) => {
  await page.getByLabel('None of these').check();
  assert.equal(await page.getByLabel('Data', { exact: true }).isChecked(), false);
});

using('the characters left are counted', '/form', async (page) => {
  await page.getByLabel('A sentence about yourself').fill('x'.repeat(205));
  await page.getByText('You have 5 characters too many').first().waitFor();
});

using('mistakes take the focus and lead to their fields', '/errors', async (page) => {
  assert.match(await focused(page), /error-summary/);
  await page.getByRole('link', { name: 'Choose at least one topic' }).click();
  assert.equal(await focused(page), 'topics');
  await page.getByRole('link', { name: /The date you are back/ }).click();
  assert.equal(await focused(page), 'away-day');
});

using('what has just been done takes the focus', '/dashboard', async (page) => {
  assert.match(await focused(page), /notification-banner/);
});

using('a button pressed twice sends once', '/talk', async (page) => {
  let posts = 0;
  await page.route('**/talk', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    posts++;
    await route.fulfill({ status: 204 }); // the page stays, as while an answer is awaited
  });
  await page.getByRole('button', { name: 'We have met' }).dblclick();
  await page.waitForTimeout(200);
  assert.equal(posts, 1);
});

using(
  'the menu opens and closes on a phone',
  '/talk',
  async (page) => {
    const menu = page.getByRole('button', { name: 'Menu' });
    const link = page.getByRole('link', { name: 'Outcomes' });
    assert.ok(await link.isHidden());
    await menu.click();
    assert.ok(await link.isVisible());
    await menu.click();
    assert.ok(await link.isHidden());
  },
  { width: 320 },
);

using(
  'without JavaScript the menu is open on a phone',
  '/talk',
  async (page) => {
    assert.ok(await page.getByRole('link', { name: 'Outcomes' }).isVisible());
    assert.ok(await page.getByText('Menu', { exact: true }).isHidden());
  },
  { width: 320, javascript: false },
);

using('the first stop skips to the content', '/talk', async (page) => {
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to main content' });
  assert.ok((await skip.boundingBox()).height > 10, 'the skip link is not seen');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'main-content');
});

using(
  'a wide table scrolls by keyboard on a phone',
  '/dashboard',
  async (page) => {
    const region = page.getByRole('region', { name: 'Conversations in round 4' });
    await region.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('.cuppa-scroll').scrollLeft > 0);
  },
  { width: 320 },
);

using('a table that fits is no extra stop', '/dashboard', async (page) => {
  assert.equal(await page.locator('.cuppa-scroll[tabindex]').count(), 0);
});
