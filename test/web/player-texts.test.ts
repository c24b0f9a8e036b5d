import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/wire/error-codes.ts';
import { account as accountEn } from '../../web/src/shared/i18n/en/account.ts';
import { admin as adminEn } from '../../web/src/shared/i18n/en/admin.ts';
import { alone as aloneEn } from '../../web/src/shared/i18n/en/alone.ts';
import { author as authorEn } from '../../web/src/shared/i18n/en/author.ts';
import { avatars as avatarsEn } from '../../web/src/shared/i18n/en/avatars.ts';
import { badges as badgesEn } from '../../web/src/shared/i18n/en/badges.ts';
import { board as boardEn } from '../../web/src/shared/i18n/en/board.ts';
import { classes as classesEn } from '../../web/src/shared/i18n/en/classes.ts';
import { common as commonEn } from '../../web/src/shared/i18n/en/common.ts';
import { daily as dailyEn } from '../../web/src/shared/i18n/en/daily.ts';
import { family as familyEn } from '../../web/src/shared/i18n/en/family.ts';
import { following as followingEn } from '../../web/src/shared/i18n/en/following.ts';
import { group as groupEn } from '../../web/src/shared/i18n/en/group.ts';
import { homework as homeworkEn } from '../../web/src/shared/i18n/en/homework.ts';
import { hosting as hostingEn } from '../../web/src/shared/i18n/en/hosting.ts';
import { joining as joiningEn } from '../../web/src/shared/i18n/en/joining.ts';
import { kinds as kindsEn } from '../../web/src/shared/i18n/en/kinds.ts';
import { learn as learnEn } from '../../web/src/shared/i18n/en/learn.ts';
import { mail as mailEn } from '../../web/src/shared/i18n/en/mail.ts';
import { mastery as masteryEn } from '../../web/src/shared/i18n/en/mastery.ts';
import { player as playerEn } from '../../web/src/shared/i18n/en/player.ts';
import { powers as powersEn } from '../../web/src/shared/i18n/en/powers.ts';
import { presence as presenceEn } from '../../web/src/shared/i18n/en/presence.ts';
import { progress as progressEn } from '../../web/src/shared/i18n/en/progress.ts';
import { projector as projectorEn } from '../../web/src/shared/i18n/en/projector.ts';
import { race as raceEn } from '../../web/src/shared/i18n/en/race.ts';
import { receipts as receiptsEn } from '../../web/src/shared/i18n/en/receipts.ts';
import { records as recordsEn } from '../../web/src/shared/i18n/en/records.ts';
import { replay as replayEn } from '../../web/src/shared/i18n/en/replay.ts';
import { rich as richEn } from '../../web/src/shared/i18n/en/rich.ts';
import { rounds as roundsEn } from '../../web/src/shared/i18n/en/rounds.ts';
import { runs as runsEn } from '../../web/src/shared/i18n/en/runs.ts';
import { season as seasonEn } from '../../web/src/shared/i18n/en/season.ts';
import { stage as stageEn } from '../../web/src/shared/i18n/en/stage.ts';
import { teach as teachEn } from '../../web/src/shared/i18n/en/teach.ts';
import { account as accountEs } from '../../web/src/shared/i18n/es/account.ts';
import { admin as adminEs } from '../../web/src/shared/i18n/es/admin.ts';
import { alone as aloneEs } from '../../web/src/shared/i18n/es/alone.ts';
import { author as authorEs } from '../../web/src/shared/i18n/es/author.ts';
import { avatars as avatarsEs } from '../../web/src/shared/i18n/es/avatars.ts';
import { badges as badgesEs } from '../../web/src/shared/i18n/es/badges.ts';
import { board as boardEs } from '../../web/src/shared/i18n/es/board.ts';
import { classes as classesEs } from '../../web/src/shared/i18n/es/classes.ts';
import { common as commonEs } from '../../web/src/shared/i18n/es/common.ts';
import { daily as dailyEs } from '../../web/src/shared/i18n/es/daily.ts';
import { family as familyEs } from '../../web/src/shared/i18n/es/family.ts';
import { following as followingEs } from '../../web/src/shared/i18n/es/following.ts';
import { group as groupEs } from '../../web/src/shared/i18n/es/group.ts';
import { homework as homeworkEs } from '../../web/src/shared/i18n/es/homework.ts';
import { hosting as hostingEs } from '../../web/src/shared/i18n/es/hosting.ts';
import { joining as joiningEs } from '../../web/src/shared/i18n/es/joining.ts';
import { kinds as kindsEs } from '../../web/src/shared/i18n/es/kinds.ts';
import { learn as learnEs } from '../../web/src/shared/i18n/es/learn.ts';
import { mail as mailEs } from '../../web/src/shared/i18n/es/mail.ts';
import { mastery as masteryEs } from '../../web/src/shared/i18n/es/mastery.ts';
import { player as playerEs } from '../../web/src/shared/i18n/es/player.ts';
import { powers as powersEs } from '../../web/src/shared/i18n/es/powers.ts';
import { presence as presenceEs } from '../../web/src/shared/i18n/es/presence.ts';
import { progress as progressEs } from '../../web/src/shared/i18n/es/progress.ts';
import { projector as projectorEs } from '../../web/src/shared/i18n/es/projector.ts';
import { race as raceEs } from '../../web/src/shared/i18n/es/race.ts';
import { receipts as receiptsEs } from '../../web/src/shared/i18n/es/receipts.ts';
import { records as recordsEs } from '../../web/src/shared/i18n/es/records.ts';
import { replay as replayEs } from '../../web/src/shared/i18n/es/replay.ts';
import { rich as richEs } from '../../web/src/shared/i18n/es/rich.ts';
import { rounds as roundsEs } from '../../web/src/shared/i18n/es/rounds.ts';
import { runs as runsEs } from '../../web/src/shared/i18n/es/runs.ts';
import { season as seasonEs } from '../../web/src/shared/i18n/es/season.ts';
import { stage as stageEs } from '../../web/src/shared/i18n/es/stage.ts';
import { teach as teachEs } from '../../web/src/shared/i18n/es/teach.ts';

interface Texts {
  [key: string]: string | Texts;
}
const spaces: Record<string, { en: Texts; es: Texts; pages: string[] }> = {
  account: { en: accountEn, es: accountEs, pages: ['desk', 'learn', 'teach', 'family', 'admin'] },
  admin: { en: adminEn, es: adminEs, pages: ['admin'] },
  alone: { en: aloneEn, es: aloneEs, pages: ['player', 'learn'] },
  author: { en: authorEn, es: authorEs, pages: ['teach'] },
  avatars: { en: avatarsEn, es: avatarsEs, pages: ['learn', 'desk'] },
  badges: { en: badgesEn, es: badgesEs, pages: ['desk', 'learn'] },
  board: { en: boardEn, es: boardEs, pages: ['desk', 'learn', 'teach', 'family'] },
  classes: { en: classesEn, es: classesEs, pages: ['teach'] },
  common: { en: commonEn, es: commonEs, pages: ['shared', 'player', 'projector', 'desk', 'teach'] },
  daily: { en: dailyEn, es: dailyEs, pages: ['learn'] },
  family: { en: familyEn, es: familyEs, pages: ['family', 'learn', 'desk'] },
  following: { en: followingEn, es: followingEs, pages: ['teach'] },
  group: { en: groupEn, es: groupEs, pages: ['player', 'shared'] },
  homework: { en: homeworkEn, es: homeworkEs, pages: ['teach'] },
  hosting: { en: hostingEn, es: hostingEs, pages: ['teach'] },
  joining: { en: joiningEn, es: joiningEs, pages: ['player', 'projector', 'shared', 'teach'] },
  kinds: { en: kindsEn, es: kindsEs, pages: ['player'] },
  learn: { en: learnEn, es: learnEs, pages: ['learn'] },
  mail: { en: mailEn, es: mailEs, pages: ['admin', 'desk'] },
  mastery: { en: masteryEn, es: masteryEs, pages: ['desk', 'learn', 'teach'] },
  player: { en: playerEn, es: playerEs, pages: ['player'] },
  powers: { en: powersEn, es: powersEs, pages: ['teach'] },
  presence: { en: presenceEn, es: presenceEs, pages: ['desk'] },
  progress: { en: progressEn, es: progressEs, pages: ['desk', 'learn'] },
  projector: { en: projectorEn, es: projectorEs, pages: ['projector'] },
  race: { en: raceEn, es: raceEs, pages: ['player', 'learn'] },
  receipts: { en: receiptsEn, es: receiptsEs, pages: ['shared', 'player', 'learn'] },
  records: { en: recordsEn, es: recordsEs, pages: ['learn', 'teach'] },
  replay: { en: replayEn, es: replayEs, pages: ['teach'] },
  rich: { en: richEn, es: richEs, pages: ['shared'] },
  rounds: { en: roundsEn, es: roundsEs, pages: ['player'] },
  runs: { en: runsEn, es: runsEs, pages: ['teach'] },
  season: { en: seasonEn, es: seasonEs, pages: ['learn'] },
  stage: { en: stageEn, es: stageEs, pages: ['shared', 'projector', 'teach'] },
  teach: { en: teachEn, es: teachEs, pages: ['teach'] },
};

const pages = fileURLToPath(new URL('../../web/src', import.meta.url));

/** All code of some folders of the pages, without the texts themselves. */
const sourceOf = (folders: readonly string[]): string =>
  folders
    .flatMap((folder) =>
      readdirSync(join(pages, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('i18n'))
    .map((file) => readFileSync(join(pages, file), 'utf8'))
    .join('\n');

const flat = (texts: Texts, before = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[before + key, text] as [string, string]] : flat(text, `${before}${key}.`),
  );
/** Without the ending that a number chooses: languages have different ones. */
const base = (key: string) => key.replace(/(_ordinal)?_(zero|one|two|few|many|other)$/, '');
const keysOf = (texts: Texts) => [...new Set(flat(texts).map(([key]) => base(key)))].sort();
const blanksOf = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name!).sort();

/** Keys that are put together, such as `errors.${code}`, as patterns. */
const patternsIn = (source: string): RegExp[] =>
  [...source.matchAll(/`((?:\w+:)?\w+\.(?:[\w.]|\$\{[^{}`]*\})+)`/g)].map(
    ([, template]) =>
      new RegExp(
        `^${template!
          .replace(/^\w+:/, '')
          .split(/\$\{[^}]*\}/)
          .map((part) => part.replaceAll('.', '\\.'))
          .join('.+')}$`,
      ),
  );

describe.each(Object.entries(spaces))('the texts of "%s"', (name, { en, es, pages: folders }) => {
  it('are there in every language', () => {
    expect(keysOf(es)).toEqual(keysOf(en));
  });

  it('have the same blanks in every language', () => {
    const english = new Map(flat(en).map(([key, text]) => [base(key), blanksOf(text)]));
    // "None" and "one" may be words instead of numbers.
    const inWords = (key: string) => /_(zero|one)$/.test(key);
    for (const [key, text] of flat(es)) {
      if (!inWords(key)) expect(blanksOf(text), key).toEqual(english.get(base(key)));
    }
  });

  it('have a form for every number in every language', () => {
    for (const [language, texts] of Object.entries({ en, es })) {
      const keys = new Set(flat(texts).map(([key]) => key));
      for (const key of keys) {
        if (!/_(one|other)$/.test(key)) continue;
        const type = key.includes('_ordinal_') ? 'ordinal' : 'cardinal';
        const stem = key.replace(/_(one|other)$/, '');
        for (const form of new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories) {
          expect(keys, `${language}: ${stem}`).toContain(`${stem}_${form}`);
        }
      }
    }
  });

  it('are all used', () => {
    const source = sourceOf(folders);
    const patterns = patternsIn(source);
    const unused = keysOf(en).filter(
      (key) =>
        !['', `${name}:`].some((space) => source.includes(`'${space}${key}'`)) &&
        !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });
});

it('every file of texts is looked at', () => {
  const files = (language: string) => readdirSync(join(pages, 'shared/i18n', language)).sort();
  expect(files('en')).toEqual(
    Object.keys(spaces)
      .map((name) => `${name}.ts`)
      .sort(),
  );
  expect(files('es')).toEqual(files('en'));
});

it('no page asks for a text that is not there', () => {
  for (const [page, own] of [
    ['player', ['player', 'alone', 'group', 'race', 'rounds', 'kinds', 'joining', 'receipts', 'common']],
    ['projector', ['projector', 'stage', 'joining', 'common']],
    ['admin', ['admin', 'mail', 'family', 'account', 'common']],
    ['desk', ['account', 'mail', 'presence', 'mastery', 'progress', 'badges', 'board', 'common']],
    ['family', ['family', 'board', 'account', 'common']],
    [
      'learn',
      [
        'learn',
        'alone',
        'avatars',
        'badges',
        'daily',
        'board',
        'progress',
        'mastery',
        'race',
        'records',
        'receipts',
        'season',
        'family',
        'account',
        'common',
      ],
    ],
    [
      'teach',
      [
        'teach',
        'author',
        'board',
        'runs',
        'following',
        'homework',
        'mastery',
        'records',
        'replay',
        'stage',
        'powers',
        'classes',
        'hosting',
        'joining',
        'account',
        'common',
      ],
    ],
    ['shared', ['common', 'joining', 'receipts', 'rich', 'stage']],
  ] as const) {
    const known = new Set(own.flatMap((space) => keysOf(spaces[space]!.en)));
    const asked = [...sourceOf([page]).matchAll(/\bt\(\s*'(?:\w+:)?([^']+)'/g)].map(([, key]) => key!);
    expect(asked.length).toBeGreaterThan(0);
    expect(
      asked.filter((key) => !known.has(key)),
      page,
    ).toEqual([]);
  }
});

it('[JOIN-4] every refusal that a player can meet has a sentence of its own', () => {
  const codes = Object.keys(errorCodes).filter((code) => /^(join|nickname|answer|server)\//.test(code));
  expect(codes.length).toBeGreaterThan(15);
  for (const errors of [commonEn.errors, commonEs.errors] as Record<string, string>[]) {
    for (const code of [...codes, 'network/unreachable', 'session/ended', 'challenge/replaced']) {
      expect(errors[code], code).toMatch(/^\S.{10,110}[.?]$/);
    }
  }
});

it('[GRP-1] every refusal that a learner of a group can meet has a sentence of its own', () => {
  const codes = Object.keys(errorCodes).filter((code) => /^(group|group-run)\//.test(code));
  for (const errors of [groupEn.errors, groupEs.errors] as Record<string, string>[]) {
    for (const code of [...codes, 'mission/for-groups', 'mission/not-for-groups'])
      expect(errors[code], code).toMatch(/^\S.{10,110}[.?]$/);
  }
});
