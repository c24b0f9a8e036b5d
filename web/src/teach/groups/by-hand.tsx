import { Button, Group, NativeSelect, Skeleton, Text } from '@mantine/core';
import { IconArrowsShuffle, IconEraser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../desk/states/query-view.tsx';
import { useAllPages, useStudents } from '../classes/use-classes.ts';
import { dealOut, type Places } from './deal.ts';
import classes from './open.module.css';

interface ByHandProps {
  classId: string;
  groups: number;
  places: Places;
  /** Numbers of groups with too few or too many. */
  unfit: number[];
  onChange: (places: Places) => void;
}

/** Who is in which group; whoever is in none is dealt out when they come. */
export function ByHand({ classId, groups, places, unfit, onChange }: ByHandProps) {
  const { t, i18n } = useTranslation('runs');
  const students = useStudents(classId);
  useAllPages(students);
  const list = new Intl.ListFormat(i18n.resolvedLanguage ?? 'en');
  const choices = [
    { value: '', label: t('hand.none') },
    ...Array.from({ length: groups }, (_, i) => ({
      value: String(i + 1),
      label: t('group.name', { number: i + 1 }),
    })),
  ];
  return (
    <QueryView query={students} skeleton={<Skeleton height={200} />}>
      {({ pages }) => {
        const learners = pages.flatMap((page) => page.items);
        if (learners.length === 0) return <Text>{t('hand.nobody')}</Text>;
        return (
          <>
            <Group gap="sm">
              <Button
                variant="default"
                leftSection={<IconArrowsShuffle size={20} aria-hidden />}
                onClick={() =>
                  onChange(
                    dealOut(
                      learners.map(({ id }) => id),
                      groups,
                      Math.random,
                    ),
                  )
                }
              >
                {t('hand.deal')}
              </Button>
              <Button
                variant="subtle"
                leftSection={<IconEraser size={20} aria-hidden />}
                onClick={() => onChange({})}
              >
                {t('hand.clear')}
              </Button>
            </Group>
            <ul className={classes.places} aria-label={t('hand.list')}>
              {learners.map(({ id, name }) => (
                <li key={id} className={classes.placeOf}>
                  <bdi className={classes.learner}>{name}</bdi>
                  <NativeSelect
                    aria-label={t('hand.groupOf', { name })}
                    value={places[id] !== undefined && places[id] <= groups ? String(places[id]) : ''}
                    onChange={({ currentTarget: { value } }) => {
                      const { [id]: _, ...others } = places;
                      onChange(value === '' ? others : { ...others, [id]: Number(value) });
                    }}
                    data={choices}
                  />
                </li>
              ))}
            </ul>
            <Text size="sm" c="dimmed">
              {t('hand.hint')}
            </Text>
            {unfit.length > 0 && (
              <Text size="sm" c="caution" role="status">
                {t('hand.unfit', { count: unfit.length, groups: list.format(unfit.map(String)) })}
              </Text>
            )}
          </>
        );
      }}
    </QueryView>
  );
}
