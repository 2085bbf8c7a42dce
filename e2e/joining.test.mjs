import assert from 'node:assert/strict';
import { journey } from './harness.mjs';

// start becomes the first organiser by the link that the program printed.
async function start({ network, somebody }) {
  const olga = await somebody();
  const link = network.links().find((l) => l.includes('/first/'));
  await olga.go(link);
  await olga.press('Start the network');
  await olga.look(); // what is missing is said
  await olga.page.getByLabel('What is the network called?').fill('Tea & talk');
  await olga.page.getByLabel('Your name').fill('Olga Orr');
  await olga.page.getByLabel('Your email address').fill('olga@example.org');
  await olga.press('Start the network');
  await olga.look();
  return olga;
}

journey('somebody asks to join', async ({ somebody }) => {
  const ann = await somebody();
  await ann.go('/join');
  await ann.press('Join');
  await ann.look();
  assert.match(await ann.page.locator('.govuk-error-summary').innerText(), /Enter your name/);
  await ann.page.getByLabel('Your name').fill('Ann Lee');
  await ann.page.getByLabel('Your email address').fill('ann@example.org');
  await ann.page.getByText('Say more about yourself now').click();
  await ann.page.getByLabel('Phone number').fill('call me');
  await ann.page.getByLabel('I agree').check();
  await ann.page.getByLabel('I am 18 or over').check();
  await ann.press('Join');
  await ann.look();
  assert.ok(await ann.page.getByLabel('Phone number').isVisible(), 'what is wrong is hidden');
  await ann.page.getByLabel('Phone number').fill('01632 960 001');
  await ann.press('Join');
  await ann.look();
  assert.equal(await ann.heading(), 'Check your email');
});

journey('an organiser starts a network and describes themselves', async (context) => {
  const olga = await start(context);
  await olga.go('/welcome');
  assert.equal(await olga.heading(), 'Say who you are and what you think about');
  await olga.page.getByLabel('A sentence about yourself').fill('I think about bins.');
  await olga.page.getByLabel('Organisation').fill('Ashby Council');
  await olga.page.getByText('how people you are matched with reach you').click();
  await olga.page.getByLabel('Phone number').fill('01632 960 001');
  await olga.press('Save and continue');
  await olga.look();
  assert.equal(await olga.heading(), 'Share one thing');
  await olga.press('Share');
  await olga.look();
  await olga.page.getByLabel('What would you like to share?').fill('We stopped printing.');
  await olga.press('Share');
  await olga.look();

  await olga.go('/profile/pause');
  await olga.page.getByLabel('Until a date').check();
  await olga.press('Pause');
  await olga.look();
  await olga.page.getByLabel('Until I come back').check();
  await olga.press('Pause');
  await olga.look();
  await olga.press('Come back now');
  await olga.look();

  await olga.go('/organise/fields/new');
  await olga.page.getByLabel('What is asked').fill('Grade');
  await olga.page.getByLabel('Answers to choose from').fill('A\nB');
  await olga.press('Save');
  await olga.look();
});

const own = ['/profile', '/profile/edit', '/profile/contact', '/profile/language', '/profile/picture', '/profile/email',
  '/profile/sessions', '/profile/leave', '/profile/delete', '/profile/data', '/welcome/share', '/shared', '/people', '/people?q=nobody',
  '/organise/settings', '/organise/fields'];

journey('organisations that the page did not bring along are offered as people type', async ({ javascript, ...context }) => {
  const olga = await start(context);
  await olga.go('/profile/edit');
  await olga.page.getByLabel('Organisation').fill('Ashby Council');
  await olga.press('Save');
  await olga.look();
  if (!javascript) return; // the list that the page brings along is all there is
  await olga.page.route('**/profile/edit', async (route) => {
    const page = await route.fetch();
    const body = (await page.text()).replace('data-module="cuppa-combobox"', '$& data-source="/join/organisations"');
    await route.fulfill({ response: page, body });
  });
  await olga.page.route('**/join/organisations?q=*', (route) => {
    const asked = new URL(route.request().url()).searchParams.get('q');
    return route.fulfill({ json: { suggestions: [`${asked} <b>District</b> & Borough`] } });
  });
  await olga.go('/profile/edit');
  const field = olga.page.getByRole('combobox', { name: 'Organisation' });
  await field.fill('Barton');
  await olga.page.getByRole('option', { name: 'Barton <b>District</b> & Borough' }).click();
  assert.equal(await field.inputValue(), 'Barton <b>District</b> & Borough');
});

journey('a member looks at everything about themselves', async (context) => {
  const olga = await start(context);
  for (const path of own) await olga.go(path);
  await olga.go('/people');
  await olga.page.locator('main').getByRole('link', { name: 'Olga Orr' }).click();
  await olga.page.waitForURL('**/people/*');
  await olga.look();
  assert.equal(await olga.heading(), 'Olga Orr');
});
