import type { ConsentScope } from '../../../../domain/consent/scope.ts';
import type { WeekInLetter } from '../../mail.types.ts';
import type { Block, Letters } from '../letter.ts';
import { count, days, hello, helloThere, scopes, time, weekFrom } from './words.ts';

type Family =
  | 'consent-request'
  | 'consent-reminder'
  | 'consent-confirm'
  | 'consent-changed'
  | 'consent-withdrawn'
  | 'form-decided'
  | 'guardian-invite'
  | 'child-of-age'
  | 'now-of-age'
  | 'data-request-done'
  | 'child-erased'
  | 'weekly-report';

const change = 'You can change your mind on the family page at any time, and it counts at once.';

export const family: Letters<Family> = {
  'consent-request': ({ child, organization, link, noticeLink, coordinator, days: left }) => ({
    subject: `${child} wants to use Tutti and needs your decision`,
    greeting: helloThere,
    body: [
      `${child} asked for an account at ${organization} and gave us this address as the one of a parent or guardian. ${child} is too young to decide alone. Until you decide, the account can do nothing.`,
      { button: 'Read and decide', href: link },
      {
        lead: 'What we keep now, only to ask you:',
        items: [
          'a nickname, and a username with a scrambled password',
          'the month of birth',
          'this e-mail address',
        ],
      },
      {
        lead: 'What we would keep if you say yes:',
        items: [
          'the name shown in class and the classes your child is in',
          'answers, results and progress, and the days on which your child played',
          'when and with what kind of browser your child signed in',
          'what you allowed, and logins of games that your child keeps, which nobody else can read',
        ],
      },
      {
        lead: 'What it is used for:',
        items: [
          'to run lessons and live classes and to check answers',
          'to show progress to your child, to you and to the teachers',
          'to keep the account safe',
        ],
      },
      `Who sees it: the teachers of your child’s classes and the administration of ${organization}. Nobody else, unless you say yes to that on its own. There is no advertising. Nothing is sold, and nothing is used to train an AI.`,
      {
        lead: 'You decide on each of these alone. All of them are off until you say yes:',
        items: Object.values(scopes),
      },
      {
        lead: 'Your rights:',
        items: [
          'You may say no, to everything or to parts. A child may still join a class as a guest, with a nickname only.',
          'You may take a yes back at any time. It counts at once.',
          'You may see, correct, download and delete what is stored about your child.',
        ],
      },
      `If you do not answer: after ${days(left)} we delete this address and the waiting account. Nothing else was stored.`,
      { link: 'Read the full privacy notice', href: noticeLink },
      coordinator
        ? `Questions? ${coordinator} answers for children’s data at ${organization}.`
        : `Questions? Ask the administration of ${organization}.`,
    ],
  }),
  'consent-reminder': ({ child, organization, link, daysLeft }) => ({
    subject: `${child} is still waiting for your decision`,
    greeting: helloThere,
    body: [
      `Some days ago we asked you whether ${child} may use Tutti at ${organization}. The account is still waiting.`,
      { button: 'Read and decide', href: link },
      `Yes, no or in parts: all three are fine. Without an answer we delete this address and the waiting account in ${days(daysLeft)}. We will not write again about this.`,
    ],
  }),
  'consent-confirm': ({ child, link, granted, refused, days: left }) => ({
    subject: `Please confirm your decision about ${child}`,
    greeting: helloThere,
    body: [
      `You have decided about ${child}. So that nobody else decides in your name, it counts only after you confirm it with this link.`,
      ...decided(granted, refused),
      { button: 'Confirm my decision', href: link },
      `The link works once, for ${days(left)}. If it was not you, do nothing: nothing is allowed then.`,
    ],
  }),
  'consent-changed': ({ child, link, granted, refused }) => ({
    subject: `What you allow ${child} was changed`,
    greeting: helloThere,
    body: [
      `This is what you allow ${child} now:`,
      ...decided(granted, refused),
      { button: 'Open the family page', href: link },
      `${change} If you did not change this, open the page and tell the school.`,
    ],
  }),
  'consent-withdrawn': ({ child, link }) => ({
    subject: `The account of ${child} is stopped`,
    greeting: helloThere,
    body: [
      `Not everybody who answers for ${child} allows the account. ${child} can no longer use it. What was running has ended, and nothing more is collected.`,
      'What is stored stays until you delete it, or until you allow it again.',
      { button: 'Open the family page', href: link },
    ],
  }),
  'form-decided': ({ child, accepted, reason, link }) => ({
    subject: accepted ? `Your form for ${child} was accepted` : `Your form for ${child} was not accepted`,
    greeting: helloThere,
    body: [
      accepted
        ? `The school has looked at the signed form for ${child}. Your decision counts now. The picture of the form was deleted.`
        : `The school has looked at the signed form for ${child} and could not take it. The picture of the form was deleted.`,
      ...(reason ? [`The school says: ${reason}`] : []),
      { button: accepted ? 'Open the family page' : 'Try again', href: link },
    ],
  }),
  'guardian-invite': ({ child, inviter, organization, link, days: left }) => ({
    subject: `${inviter} asks you to look after ${child} on Tutti together`,
    greeting: helloThere,
    body: [
      `${inviter} looks after the account of ${child} at ${organization} and asks you to do it together. You would see what ${child} does, and your word counts, too: where two guardians disagree, the stricter one decides.`,
      { button: 'Accept', href: link },
      `The link works once, for ${days(left)}. If you do not want this, do nothing.`,
    ],
  }),
  'child-of-age': ({ child }) => ({
    subject: `${child} is old enough to decide now`,
    greeting: helloThere,
    body: [
      `${child} has reached the age at which people decide on their own data. From now on ${child} decides about the account, and you no longer see it on your family page.`,
      `We ask ${child} whether the account stays. You do not have to do anything. This is the last message about it.`,
    ],
  }),
  'now-of-age': ({ name, link }) => ({
    subject: 'You are old enough to decide alone now',
    greeting: hello(name),
    body: [
      'From now on you decide about your account and your data yourself. Your guardians no longer see what you do here; we have told them.',
      'Do you want to keep your account, with all your points, or have everything forgotten? Tell us on your page.',
      { button: 'Open my page', href: link },
    ],
  }),
  'data-request-done': ({ name, kind, link }) => ({
    subject: 'Your request was answered',
    greeting: hello(name),
    body: [requests[kind], ...(link ? [{ button: 'Open the page', href: link }] : [])],
  }),
  'child-erased': ({ child, organization }) => ({
    subject: `Everything about ${child ?? 'your child'} is being deleted`,
    greeting: helloThere,
    body: [
      `The account of ${child ?? 'your child'} at ${organization} is closed. Nobody can see it any more, and everything stored is deleted within 30 days at the latest.`,
      'This cannot be undone. This is the last message about it.',
    ],
  }),
  'weekly-report': ({ name, from, children, link, stopLink, oneClickUrl }) => ({
    subject: children.length === 1 ? `The week of ${children[0]!.child}` : 'The week of your children',
    greeting: hello(name),
    body: [
      `This is how ${weekFrom(from)} went.`,
      ...children.map(weekInWords),
      { button: 'See more on the family page', href: link },
      'A letter like this comes on Mondays when somebody learnt in the week before. On the family page you can switch it off.',
      { link: 'No more letters about the week', href: stopLink },
    ],
    oneClickUrl,
  }),
};

/** Three sentences: how much, how it went, what it took and brought. */
function weekInWords({
  child,
  learnt,
  answered,
  right,
  minutes: spent,
  well,
  hard,
  ...brought
}: WeekInLetter) {
  const finished = brought.missions > 0 && learnt + answered === 0;
  const on = learnt > 0 ? ` on ${days(learnt)}` : '';
  const rightOnes =
    right < answered ? `${right} of them right` : answered === 1 ? 'and it was right' : 'all of them right';
  const asked = answered > 0 ? ` and answered ${count(answered, 'question', 'questions')}, ${rightOnes}` : '';
  const gave = [
    ...(brought.missions > 0 && !finished
      ? [count(brought.missions, 'finished mission', 'finished missions')]
      : []),
    ...(brought.badges > 0 ? [count(brought.badges, 'new badge', 'new badges')] : []),
  ].join(' and ');
  const took = spent > 0 ? `took about ${time(spent)}` : 'took less than a minute';
  return [
    finished
      ? `${child} finished ${count(brought.missions, 'mission', 'missions')}.`
      : learnt + answered === 0
        ? `${child} was here.`
        : `${child} learnt here${on}${asked}.`,
    well && hard
      ? `“${well}” went well, “${hard}” is still hard.`
      : well
        ? `“${well}” went well.`
        : hard
          ? `“${hard}” is still hard; those questions come back for another try.`
          : answered > 0
            ? 'After each question it said why the answer is what it is.'
            : 'No answers were counted.',
    `In all it ${took}${gave && ` and brought ${gave}`}.`,
  ].join(' ');
}

const requests = {
  access: 'You asked what is stored about you. The answer is ready.',
  export: 'You asked for a copy of your data. It is ready to download.',
  rectify: 'You asked us to correct something. It is done.',
  restrict: 'You asked us to stop using data. It is done.',
  erase: 'You asked us to delete data. It is done.',
};

function decided(granted: ConsentScope[], refused: ConsentScope[]): Block[] {
  const named = (list: ConsentScope[]) => list.map((scope) => scopes[scope]);
  return [
    ...(granted.length > 0 ? [{ lead: 'Allowed:', items: named(granted) }] : []),
    ...(refused.length > 0 ? [{ lead: 'Not allowed:', items: named(refused) }] : []),
  ];
}
