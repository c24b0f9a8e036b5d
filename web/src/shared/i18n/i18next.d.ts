import 'i18next';
import type { account } from './en/account.ts';
import type { admin } from './en/admin.ts';
import type { author } from './en/author.ts';
import type { avatars } from './en/avatars.ts';
import type { badges } from './en/badges.ts';
import type { classes } from './en/classes.ts';
import type { common } from './en/common.ts';
import type { family } from './en/family.ts';
import type { group } from './en/group.ts';
import type { homework } from './en/homework.ts';
import type { hosting } from './en/hosting.ts';
import type { joining } from './en/joining.ts';
import type { kinds } from './en/kinds.ts';
import type { learn } from './en/learn.ts';
import type { mail } from './en/mail.ts';
import type { mastery } from './en/mastery.ts';
import type { player } from './en/player.ts';
import type { powers } from './en/powers.ts';
import type { presence } from './en/presence.ts';
import type { progress } from './en/progress.ts';
import type { projector } from './en/projector.ts';
import type { race } from './en/race.ts';
import type { receipts } from './en/receipts.ts';
import type { records } from './en/records.ts';
import type { replay } from './en/replay.ts';
import type { rich } from './en/rich.ts';
import type { rounds } from './en/rounds.ts';
import type { runs } from './en/runs.ts';
import type { stage } from './en/stage.ts';
import type { teach } from './en/teach.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      account: typeof account;
      admin: typeof admin;
      author: typeof author;
      avatars: typeof avatars;
      badges: typeof badges;
      classes: typeof classes;
      common: typeof common;
      family: typeof family;
      group: typeof group;
      homework: typeof homework;
      hosting: typeof hosting;
      joining: typeof joining;
      kinds: typeof kinds;
      learn: typeof learn;
      mail: typeof mail;
      player: typeof player;
      powers: typeof powers;
      presence: typeof presence;
      mastery: typeof mastery;
      progress: typeof progress;
      projector: typeof projector;
      race: typeof race;
      receipts: typeof receipts;
      records: typeof records;
      replay: typeof replay;
      rich: typeof rich;
      rounds: typeof rounds;
      runs: typeof runs;
      stage: typeof stage;
      teach: typeof teach;
    };
  }
}
