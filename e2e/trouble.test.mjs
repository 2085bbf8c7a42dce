// What people do when it does not work out, and what organisers do about it.
import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { address, begin, bringIn, connect, conversation, openRound } from './together.mjs';

const names = ['Ann Ash', 'Ben Birch', 'Cat Cole', 'Dan Dale', 'Eve Elm', 'Fay Ford'];

journey('people who do not meet say so, and organisers look after them', async ({ network, somebody }) => {
  const olga = await begin(network, await somebody());
  await bringIn(olga, names);
  const round = await openRound(olga);
  await olga.page.goto((await network.post.letter('olga@example.org', /your next conversation/)).link('/r/'));
  await olga.press('Not this time');
  const [first, second, third] = await connect(network, olga, round, names);
  const member = await somebody(); // one browser; the links say who it is

  await notGoingToHappen(network, member, first);
  await cannotMakeIt(network, member, second);
  await report(member, third[0]);
  await handle(network, olga, third);
  await block(network, member, third[0]);
});

async function notGoingToHappen(network, member, [one, other]) {
  await member.go(`${conversation(one.letter)}/no-reply`); // it is too early for that
  assert.match(await member.page.locator('main').innerText(), /Give .* a few days/);
  await member.go(`${conversation(one.letter)}/not-met`);
  await member.press('Save my answer');
  await member.look(); // no reason was chosen
  await member.choose('No time');
  await member.press('Save my answer');
  await member.look();

  const told = await network.post.letter(address(other.name), /will not happen/);
  await member.read(told);
  await member.go(conversation(told));
  await member.press('Yes, find me somebody');
  await member.look();
}

async function cannotMakeIt(network, member, [one, other]) {
  await member.go(`${conversation(one.letter)}/cannot`);
  await member.press('I cannot make it');
  await member.look();
  const told = await network.post.letter(address(other.name), /your conversation is off/);
  await member.read(told);
  await member.go(conversation(told));
  const yes = member.page.getByRole('button', { name: 'Yes, find me somebody' });
  if (await yes.count()) await member.press('Yes, find me somebody');
  await member.look();
  // The two who are without anybody are now connected with each other.
  const again = await network.post.letter(address(other.name), /: you are talking to/);
  await member.read(again);
}

async function report(member, one) {
  await member.go(`${conversation(one.letter)}/report`);
  await member.page.getByLabel('What happened? (optional)').fill('They tried to sell me a car park.');
  await member.press('Tell the organisers');
  await member.look();
  assert.equal(await member.heading(), 'We have your report');
  await member.go('/report/kept');
}

async function handle(network, olga, [one, other]) {
  await olga.read(await network.post.letter('olga@example.org', /report/i));
  await olga.go('/organise');
  await olga.go('/organise/reports');
  await olga.page.locator('main table a, main .govuk-task-list a').first().click();
  await olga.page.waitForURL('**/organise/reports/*');
  await olga.look();
  assert.match(await olga.page.locator('main').innerText(), /sell me a car park/);
  await olga.press('Add the note');
  await olga.look(); // there is no note
  await olga.page.getByLabel('Write down what you found out or did').fill('I have called them.');
  await olga.press('Add the note');
  await olga.look();
  await olga.press('Look after this report');
  await olga.press('Record the decision');
  await olga.look(); // nothing is chosen
  await olga.page.getByLabel('No action').check();
  await olga.press('Record the decision');
  await olga.look();
  await olga.go('/organise/reports?show=mine');
  await olga.go('/organise/reports?show=appeals');
  await olga.go('/organise/reports?show=handled');
  await olga.read(await network.post.letter(address(one.name), /report/i));

  await olga.go('/organise/apart');
  await olga.type('First person', one.name);
  await olga.type('Second person', other.name);
  await olga.press('Find them');
  await olga.look();
  await olga.press('Keep them apart');
  await olga.look();
  if ((await olga.page.locator('.govuk-error-summary').count()) > 0) {
    await olga.choose(one.name);
    await olga.choose(other.name);
    await olga.press('Keep them apart');
    await olga.look();
  }
  await olga.press(/^Let them meet/);
  await olga.look();
}

async function block(network, member, one) {
  await member.go(`${conversation(one.letter)}/block`);
  await member.press('Never put us together again');
  await member.look();
  await member.go(conversation(one.letter));
}
