import { Button, Checkbox, Group, Skeleton, Text } from '@mantine/core';
import type { ClassStudent } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../../desk/states/query-view.tsx';
import { useAllPages, useStudents } from '../use-classes.ts';
import { useMore } from '../use-more.ts';
import { type ClassPlan, going } from './plan.ts';
import classes from './year.module.css';

interface GoingAlongProps {
  plan: ClassPlan;
  onLeaving(leaving: ReadonlySet<string>): void;
}

/** Everybody goes along who is not taken out. */
export function GoingAlong({ plan, onLeaving }: GoingAlongProps) {
  const { t } = useTranslation('classes');
  const { schoolClass, leaving } = plan;
  const students = useStudents(schoolClass.id);
  useAllPages(students);
  const toggle = (id: string) => {
    const next = new Set(leaving);
    if (!next.delete(id)) next.add(id);
    onLeaving(next);
  };
  return (
    <fieldset className={classes.along}>
      <legend className="sr-only">{t('year.learners', { name: schoolClass.name })}</legend>
      <Group gap="sm" mb="sm">
        <Text fw={650} role="status">
          {t('year.going', { going: going(plan), count: schoolClass.students ?? 0 })}
        </Text>
        {leaving.size > 0 && (
          <Button variant="default" size="sm" onClick={() => onLeaving(new Set())}>
            {t('year.allGo')}
          </Button>
        )}
      </Group>
      <QueryView query={students} skeleton={<Skeleton height={120} />}>
        {({ pages }) => (
          <Boxes students={pages.flatMap((page) => page.items)} leaving={leaving} onToggle={toggle} />
        )}
      </QueryView>
    </fieldset>
  );
}

interface BoxesProps {
  students: ClassStudent[];
  leaving: ReadonlySet<string>;
  onToggle(id: string): void;
}

function Boxes({ students, leaving, onToggle }: BoxesProps) {
  const { t } = useTranslation('classes');
  const { shown, hasMore, more } = useMore(students, 100);
  return (
    <>
      <ul className={classes.pupils}>
        {shown.map(({ id, name }) => (
          <li key={id}>
            <Checkbox checked={!leaving.has(id)} onChange={() => onToggle(id)} label={<bdi>{name}</bdi>} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button variant="default" mt="sm" onClick={more}>
          {t('cards.more')}
        </Button>
      )}
    </>
  );
}
