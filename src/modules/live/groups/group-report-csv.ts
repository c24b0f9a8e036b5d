import { csv, csvStyleOf } from '../../../platform/csv/csv.ts';
import type { Locale } from '../../../wire/common.ts';
import type { GroupRunReport } from '../../../wire/group-run.ts';

type Group = GroupRunReport['groups'][number];

const en = {
  head: [
    'Group',
    'Result',
    'Right tasks',
    'Tasks',
    'Minutes',
    'Hearts',
    'Name',
    'Points',
    'Went on in another group',
    'Tasks with a proposal',
    'Turns',
    'Right turns',
    'Pieces shared',
    'Votes for a hint',
  ],
  yes: 'yes',
  open: 'still playing',
  ended: {
    solved: 'solved',
    out_of_hearts: 'no hearts left',
    out_of_time: 'out of time',
    too_few: 'too few were there',
    teacher: 'ended early',
    abandoned: 'left open',
  } satisfies Record<NonNullable<Group['ended']>, string>,
};

const es: typeof en = {
  head: [
    'Grupo',
    'Resultado',
    'Tareas acertadas',
    'Tareas',
    'Minutos',
    'Corazones',
    'Nombre',
    'Puntos',
    'Siguió en otro grupo',
    'Tareas con propuesta',
    'Turnos',
    'Turnos acertados',
    'Piezas compartidas',
    'Votos por una pista',
  ],
  yes: 'sí',
  open: 'sigue jugando',
  ended: {
    solved: 'resuelta',
    out_of_hearts: 'sin corazones',
    out_of_time: 'se acabó el tiempo',
    too_few: 'quedaron muy pocos',
    teacher: 'terminada antes',
    abandoned: 'quedó abierta',
  },
};

const wordsOf: Record<Locale, typeof en> = { en, es };

/** [GRP-4] One row a learner of each group; whoever was moved has a row in both. */
export function groupReportCsv({ groups }: GroupRunReport, locale: Locale): string {
  const words = wordsOf[locale];
  const rows = groups.flatMap((group) =>
    group.learners.map(({ nickname, moved, contribution }) => [
      group.group,
      group.ended === null ? words.open : words.ended[group.ended],
      group.right,
      group.tasks,
      minutesOf(group),
      group.hearts,
      nickname,
      moved ? 0 : group.reward,
      moved ? words.yes : null,
      contribution.proposals,
      contribution.turns,
      contribution.rightTurns,
      contribution.piecesShared,
      contribution.hintVotes,
    ]),
  );
  return csv([words.head, ...rows], csvStyleOf(locale));
}

/** From the start to the end, pauses included; one digit after the point. */
function minutesOf({ startedAt, endedAt }: Group): number | null {
  if (startedAt === null || endedAt === null) return null;
  return Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 6_000) / 10;
}
