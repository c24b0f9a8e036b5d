import { createTutti } from '@tutti/client';
import { createFamily, type GrownUp } from '@tutti/client/admin';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childEntry, consentToken, onlyToPlay } from '../support/families.ts';
import { mailTo, tokenIn } from '../support/mail.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());

const person = async (login: string) => {
  const tutti = createTutti({ url: server.url });
  await tutti.signIn({ login, password: goodPassword, keep: 'body' });
  return { tutti, family: createFamily(tutti) };
};
const png = { content: Buffer.from('89504e470d0a1a0a00000000', 'hex').toString('base64') };
const pat: GrownUp = { relationship: 'parent', displayName: 'Pat', password: goodPassword };

test('a family from the first question to forgetting, by the SDK alone', async () => {
  const open = createFamily(createTutti({ url: server.url }));
  const entry = childEntry();
  expect(await open.signUpChild(entry)).toEqual({ next: 'ask-guardian' });
  const token = await consentToken(server, entry.guardianEmail);
  expect(await open.consentRequest(token)).toMatchObject({ hasAccount: false });
  expect(await open.decide(token, onlyToPlay, pat)).toEqual({ next: 'confirm-by-mail' });
  const second = tokenIn(await mailTo(server, entry.guardianEmail, 'consent-confirm'));
  const { childId, login } = await open.confirm(second);

  const child = await person(entry.username);
  expect(await child.family.myConsent()).toMatchObject({ needed: false, scopes: ['account', 'live_rooms'] });
  expect(await child.family.watchers()).toEqual({ guardians: 1, teachers: 0 });

  const guardian = (await person(login)).family;
  expect(await guardian.children()).toMatchObject([{ id: childId, relationship: 'parent' }]);
  expect((await guardian.changeConsents(childId, { live_rooms: false })).scopes).toEqual(['account']);
  expect((await guardian.consentHistory(childId, { limit: 1 })).items[0]).toMatchObject({
    status: 'revoked',
  });
  expect((await guardian.requests(childId)).items).toMatchObject([{ status: 'confirmed' }]);
  const controls = { chat: false, ai: false, live: true, dailyMinutes: 45 };
  expect((await guardian.saveControls(childId, controls)).controls.effective).toEqual(controls);
  expect((await guardian.week(childId)).days).toHaveLength(7);
  expect((await guardian.data(childId)).sections.length).toBeGreaterThan(5);
  expect((await guardian.correct(childId, { name: 'Calm Otter' })).name).toBe('Calm Otter');
  expect(await guardian.sendGuardianForm(childId, { ...onlyToPlay, messaging: true }, png)).toMatchObject({
    status: 'waiting',
  });
  expect((await guardian.exportChild(childId)).size).toBeGreaterThan(500);

  await addPerson(server, { role: 'admin', email: 'head@school.example' });
  const { family: office } = await person('head@school.example');
  const { items } = await office.forms({ status: 'waiting' });
  expect((await office.formFile(items[0]!.id)).size).toBe(12);
  expect(await office.reviewForm(items[0]!.id, { accept: true })).toMatchObject({ status: 'accepted' });
  expect((await guardian.child(childId)).scopes).toContain('messaging');
  expect(await office.printedForm(childId)).toMatchObject({ child: { id: childId } });
  const agreement = await office.addAgreement({
    title: 'Year',
    signedBy: 'Head',
    signedOn: '2020-01-01',
    validUntil: '2190-01-01',
    scopes: ['account'],
  });
  expect((await office.agreements()).items).toMatchObject([{ id: agreement.id, status: 'valid' }]);
  expect(await office.endAgreement(agreement.id)).toMatchObject({ status: 'ended' });

  await guardian.inviteGuardian(childId, 'kim@home.example');
  const invitation = tokenIn(await mailTo(server, 'kim@home.example', 'guardian-invite'));
  expect(await open.guardianInvitation(invitation)).toMatchObject({ inviter: 'Pat' });
  await open.acceptGuardianship(invitation, { ...pat, displayName: 'Kim' });
  await (await person('kim@home.example')).family.endGuardianship(childId);

  await guardian.stop(childId);
  expect((await guardian.child(childId)).status).toBe('waiting');
  await guardian.eraseChild(childId, { password: goodPassword });
  expect(await guardian.children()).toEqual([]);
});
