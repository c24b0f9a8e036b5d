import { Text } from '@mantine/core';
import type { GroupRunReport } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { FiguresTable } from '../records/figures-table.tsx';
import { Section } from '../records/section.tsx';
import { minutesOf, tasksOf } from './run-sentence.ts';

type Groups = Pick<GroupRunReport, 'groups'>;

export function ReportTables({ groups }: Groups) {
  return (
    <>
      <Results groups={groups} />
      <Contributions groups={groups} />
      <Tasks groups={groups} />
    </>
  );
}

function Results({ groups }: Groups) {
  const { t } = useTranslation('runs');
  const number = useNumber();
  return (
    <Section title={t('report.groups')}>
      <FiguresTable
        minWidth={640}
        label={t('report.groups')}
        head={[
          t('report.group'),
          t('report.result'),
          t('report.right'),
          t('report.time'),
          t('report.hearts'),
          t('report.reward'),
        ]}
        rows={groups.map((group) => {
          const minutes = minutesOf(group);
          return {
            key: group.sessionId,
            cells: [
              t('group.name', { number: group.group }),
              group.ended === null ? t('report.open') : t(`ended.${group.ended}`),
              t('report.rightOf', { right: group.right, of: group.tasks }),
              minutes === null ? '–' : t('report.minutes', { count: minutes }),
              number(group.hearts),
              number(group.reward),
            ],
          };
        })}
      />
    </Section>
  );
}

/** [GRP-4] Who gave what to the group. */
function Contributions({ groups }: Groups) {
  const { t } = useTranslation('runs');
  const rows = groups.flatMap(({ group, learners }) => learners.map((learner) => ({ ...learner, group })));
  return (
    <Section title={t('report.learners')}>
      <Text c="dimmed" mb="sm">
        {t('report.learnersLead')}
      </Text>
      {rows.length === 0 ? (
        <Text>{t('report.noLearners')}</Text>
      ) : (
        <FiguresTable
          minWidth={760}
          label={t('report.learners')}
          head={[
            t('report.learner'),
            t('report.group'),
            t('report.proposals'),
            t('report.turns'),
            t('report.pieces'),
            t('report.hintVotes'),
          ]}
          rows={rows.map(({ participantId, nickname, moved, group, contribution }) => ({
            key: participantId,
            cells: [
              <bdi key="name">{nickname}</bdi>,
              moved ? t('report.movedOn', { number: group }) : t('group.name', { number: group }),
              contribution.proposals,
              contribution.turns === 0
                ? '–'
                : t('report.rightOf', { right: contribution.rightTurns, of: contribution.turns }),
              contribution.piecesShared,
              contribution.hintVotes,
            ],
          }))}
        />
      )}
    </Section>
  );
}

function Tasks({ groups }: Groups) {
  const { t } = useTranslation('runs');
  const tasks = tasksOf(groups);
  if (tasks.length === 0) return null;
  return (
    <Section title={t('report.tasks')}>
      <FiguresTable
        minWidth={640}
        label={t('report.tasks')}
        head={[t('report.task'), t('report.way'), t('report.rightGroups'), t('report.hints')]}
        rows={tasks.map(({ task, prompt, way, right, closed, hints }) => ({
          key: String(task),
          cells: [
            `${task + 1}. ${plainText(prompt)}`,
            t(`way.${way}`),
            closed === 0 ? '–' : t('report.rightOf', { right, of: closed }),
            hints,
          ],
        }))}
      />
    </Section>
  );
}
