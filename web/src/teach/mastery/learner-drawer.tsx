import '../following/texts.ts';
import { Anchor, Drawer, Text } from '@mantine/core';
import type { ClassMastery } from '@tutti/client/admin';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import stage from '../../desk/mastery/stage.module.css';
import records from '../records/records.module.css';
import type { Chosen } from './learner-row.ts';
import { OneObjective } from './one-objective.tsx';

interface LearnerDrawerProps {
  classId: string;
  chosen: Chosen | null;
  objectives: ClassMastery['objectives'];
  onClose: () => void;
}

/** One learner, weakest first, with the answers behind each objective; the one that was chosen stands on top. */
export function LearnerDrawer({ classId, chosen, objectives, onClose }: LearnerDrawerProps) {
  const { t } = useTranslation(['mastery', 'following']);
  // keeps what it showed while it slides out
  const [shown, setShown] = useState(chosen);
  useEffect(() => {
    if (chosen) setShown(chosen);
  }, [chosen]);
  const placeOf = (objective: string, estimate: number | null) =>
    objective === shown?.objective ? -1 : (estimate ?? 2);
  const known = objectives
    .flatMap((objective, i) => {
      const cell = shown?.learner.cells[i];
      return cell ? [{ ...objective, cell }] : [];
    })
    .sort((a, b) => placeOf(a.objective, a.cell.estimate) - placeOf(b.objective, b.cell.estimate));
  return (
    <Drawer
      opened={chosen !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={shown && <bdi>{shown.learner.name}</bdi>}
      closeButtonProps={{ 'aria-label': t('drawer.close') }}
    >
      {shown && (
        <>
          <Anchor
            component={Link}
            to={`/teach/classes/${classId}/learners/${shown.learner.userId}`}
            className={records.play}
          >
            {t('following:learner.open', { name: shown.learner.name })}
          </Anchor>
          {known.length === 0 && (
            <Text>{t(shown.learner.waits ? 'following:learner.waits' : 'drawer.none')}</Text>
          )}
          <ul className={stage.list} key={`${shown.learner.userId} ${shown.objective}`}>
            {known.map(({ objective, text, cell }) => (
              <OneObjective
                key={objective}
                classId={classId}
                userId={shown.learner.userId}
                objective={objective}
                text={text}
                known={cell}
                startsOpen={objective === shown.objective}
              />
            ))}
          </ul>
        </>
      )}
    </Drawer>
  );
}
