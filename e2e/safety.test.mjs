// What keeps people safe: what they accept, reporting and blocking somebody on
// their page, a decision, an appeal, and the second person who answers it.
import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { address, begin, bringIn } from './together.mjs';

journey('somebody is reported, suspended, and heard by a second person', async ({ network, somebody }) => {
  const olga = await begin(network, await somebody());
  await name(olga);
  await bringIn(olga, ['Ann Ash', 'Ben Birch']);
  const ann = await somebody();
  await signIn(network, ann, 'Ann Ash');
  await agree(ann);
  await reportAndBlock(ann);
  await suspend(olga);
  await appeal(network, await somebody(), olga);
  await rules(olga);
});

// name names a safeguarding contact, who is not a member.
async function name(olga) {
  await olga.page.goto('/organise/settings');
  await olga.type('Name (optional)', 'Sam Guard');
  await olga.press('Save');
  await olga.look(); // nobody can reach them
  await olga.type('Email address (optional)', 'sam@guard.example');
  await olga.press('Save');
  await olga.look();
  await olga.go('/about/safety');
  assert.match(await olga.page.locator('main').innerText(), /Sam Guard/);
}

async function signIn(network, person, who) {
  await person.page.goto('/sign-in?next=/people');
  await person.type('Your email address', address(who));
  await person.press('Email me a link');
  await person.page.goto((await network.post.letter(address(who), /sign in/i)).link('/sign-in/'));
  await person.press('Sign in');
}

async function agree(ann) {
  assert.equal(await ann.heading(), 'Before you go on');
  await ann.go('/agree?next=/people');
  await ann.press('Accept and go on');
  await ann.look(); // nothing is ticked
  await ann.page.getByLabel('I accept what is said above').check();
  await ann.page.getByLabel('I am 18 or over').check();
  await ann.press('Accept and go on');
  await ann.look();
  assert.equal(await ann.heading(), 'People');
}

async function reportAndBlock(ann) {
  await ann.follow('Ben Birch');
  await ann.look();
  const page = new URL(ann.page.url()).pathname;
  await ann.page.getByRole('link', { name: /^Report/ }).click();
  await ann.page.waitForURL('**/report/profile/**');
  await ann.look();
  await ann.page.getByLabel('What is wrong? (optional)').fill('He sells boats.');
  await ann.press('Send the report');
  await ann.look();
  await ann.go(`${page}/block`);
  await ann.press('Block them');
  await ann.look();
}

async function suspend(olga) {
  await olga.go('/organise/reports');
  await olga.page.locator('main table a').first().click();
  await olga.page.waitForURL('**/organise/reports/*');
  await olga.page.getByLabel('Suspend them').check();
  await olga.press('Record the decision');
  await olga.look(); // no date, no words
  const until = new Date(Date.now() + 10 * 24 * 3600 * 1000);
  await olga.type('Day', String(until.getUTCDate()));
  await olga.type('Month', String(until.getUTCMonth() + 1));
  await olga.type('Year', String(until.getUTCFullYear()));
  await olga.type('What you tell them', 'No selling, please.');
  await olga.press('Record the decision');
  await olga.look();
  assert.match(await olga.page.locator('main').innerText(), /Suspended until/);
}

async function appeal(network, ben, olga) {
  const told = await network.post.letter(address('Ben Birch'), /decision about you/);
  await ben.read(told);
  await ben.go(told.link('/appeal/'));
  await ben.press('Send the appeal');
  await ben.look(); // no words
  await ben.type('Why should this be decided in another way?', 'It was a model boat.');
  await ben.press('Send the appeal');
  await ben.look();
  await olga.go('/organise/reports?show=appeals');
  await olga.page.locator('main table a').first().click();
  await olga.page.waitForURL('**/organise/reports/*');
  await olga.look();
  assert.match(await olga.page.locator('main').innerText(), /Sam Guard, the safeguarding contact, must answer/);
  const asked = await network.post.letter('sam@guard.example', /appeal/);
  await ben.read(asked);
  await ben.go(asked.link('/second/')); // one browser; the link says who it is
  await ben.press('Answer the appeal');
  await ben.look(); // nothing is chosen
  await ben.choose('No, undo it');
  await ben.type('What you tell them', 'You are right.');
  await ben.press('Answer the appeal');
  await ben.look();
  await ben.read(await network.post.letter(address('Ben Birch'), /appeal has been answered/));
}

async function rules(olga) {
  await olga.go('/organise/rules');
  await olga.go('/organise/rules/terms');
  await olga.type('Text', '');
  await olga.press('Save and publish');
  await olga.look(); // no words
  await olga.type('Text', '## Be kind\n\n- Listen.\n- Turn up.\n\nThat is all.');
  await olga.press('Save and publish');
  await olga.look();
  await olga.go('/about/terms');
  await olga.go('/about/conduct');
}
