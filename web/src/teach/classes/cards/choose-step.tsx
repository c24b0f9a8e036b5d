import {
  Alert,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Paper,
  Skeleton,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { IconId } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Card, ClassStudent } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useAskOnce } from '../../../desk/states/ask-once.tsx';
import { isForbidden } from '../../../desk/states/problem.ts';
import { QueryView } from '../../../desk/states/query-view.tsx';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes as schoolClasses } from '../../../desk/tutti.ts';
import { classKey, useAllPages, useStudents } from '../use-classes.ts';
import { useMore } from '../use-more.ts';
import classes from './cards.module.css';
import type { MadeCards } from './made-cards.ts';
import { mayHaveCard } from './may-have-card.ts';

/** So many fit into one request. */
const batch = 100;
const mostNew = 60;

/** Whoever has an e-mail came in by it. */
const waitsForCard = ({ hasPassword, email }: ClassStudent) => !hasPassword && email === null;

export function ChooseStep({ classId, onMade }: { classId: string; onMade(made: MadeCards): void }) {
  const students = useStudents(classId);
  useAllPages(students);
  return (
    <QueryView query={students} skeleton={<Skeleton height={320} radius="lg" />}>
      {({ pages }) => (
        <ChooseForm
          classId={classId}
          students={pages.flatMap((page) => page.items).filter(mayHaveCard)}
          complete={!students.hasNextPage}
          onMade={onMade}
        />
      )}
    </QueryView>
  );
}

interface ChooseFormProps {
  classId: string;
  students: ClassStudent[];
  /** All of them are read. */
  complete: boolean;
  onMade(made: MadeCards): void;
}

function ChooseForm({ classId, students, complete, onMade }: ChooseFormProps) {
  const { t } = useTranslation('classes');
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const [search] = useSearchParams();
  const only = search.get('for');
  // until somebody chooses, whoever needs one, also of those who are read later
  const [own, setOwn] = useState<ReadonlySet<string> | null>(null);
  const chosen =
    own ??
    new Set(students.filter((one) => (only ? one.id === only : waitsForCard(one))).map(({ id }) => id));
  const [newStudents, setNewStudents] = useState(0);
  const { shown, hasMore, more } = useMore(students, 100);
  const count = chosen.size + newStudents;
  const make = useMutation({
    async mutationFn() {
      const ids = [...chosen];
      const items: Card[] = [];
      try {
        for (let at = 0; at < ids.length || (at === 0 && newStudents > 0); at += batch) {
          const made = await schoolClasses.makeCards(classId, {
            studentIds: ids.slice(at, at + batch),
            newStudents: at === 0 ? newStudents : 0,
          });
          items.push(...made.items);
        }
      } catch (error) {
        if (items.length === 0) throw error;
        return { items, partly: true };
      }
      return { items, partly: false };
    },
    onSuccess(made) {
      void queries.invalidateQueries({ queryKey: classKey(classId) });
      onMade(made);
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (chosen.size === 0) return make.mutate();
    ask({
      title: t('cards.warnTitle', { count }),
      body: t('cards.warnBody'),
      yes: t('cards.warnYes'),
      onYes: () =>
        make.mutateAsync().then(
          () => undefined,
          () => undefined,
        ),
    });
  }

  const choose = (these: readonly ClassStudent[]) => setOwn(new Set(these.map(({ id }) => id)));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setOwn(next);
  };

  return (
    <form onSubmit={submit}>
      <div className={classes.choose}>
        <Paper shadow="sm" p="lg" component="section" aria-labelledby="cards-who">
          <Title order={2} size="h3" id="cards-who">
            {t('cards.who')}
          </Title>
          {students.length === 0 ? (
            <Text mt="sm">{t('cards.noStudents')}</Text>
          ) : (
            <Stack mt="sm" gap="sm">
              <Text>{t('cards.replaces')}</Text>
              <Group gap="sm">
                <Button variant="default" size="sm" onClick={() => choose(students)}>
                  {t('cards.all')}
                </Button>
                <Button variant="default" size="sm" onClick={() => choose(students.filter(waitsForCard))}>
                  {t('cards.unused')}
                </Button>
                <Button variant="default" size="sm" onClick={() => choose([])}>
                  {t('cards.nobody')}
                </Button>
              </Group>
              <ul className={classes.pupils}>
                {shown.map((one) => (
                  <li key={one.id}>
                    <Checkbox
                      checked={chosen.has(one.id)}
                      onChange={() => toggle(one.id)}
                      label={<bdi>{one.name}</bdi>}
                      description={one.username ?? one.email}
                    />
                  </li>
                ))}
              </ul>
              {hasMore && (
                <div>
                  <Button variant="default" onClick={more}>
                    {t('cards.more')}
                  </Button>
                </div>
              )}
            </Stack>
          )}
        </Paper>
        <Paper shadow="sm" p="lg" component="section" aria-labelledby="cards-new" className={classes.make}>
          <Stack gap="sm">
            <Title order={2} size="h3" id="cards-new">
              {t('cards.newTitle')}
            </Title>
            <NumberInput
              label={t('cards.newLabel')}
              description={t('cards.newHint')}
              value={newStudents}
              onChange={(value) => setNewStudents(typeof value === 'number' ? value : 0)}
              min={0}
              max={mostNew}
              clampBehavior="strict"
              allowDecimal={false}
              hideControls
            />
            <Text size="sm" c="dimmed">
              {t('cards.erase')}
            </Text>
            {make.error &&
              (isForbidden(make.error) ? (
                <Alert color="wrong" role="alert">
                  {t('cards.notForAll')}
                </Alert>
              ) : (
                <Refusal error={make.error} />
              ))}
            <Button
              type="submit"
              disabled={count === 0}
              loading={make.isPending || !complete}
              leftSection={<IconId size={20} aria-hidden />}
            >
              {count === 0 ? t('cards.makeNone') : t('cards.make', { count })}
            </Button>
          </Stack>
        </Paper>
      </div>
      {dialog}
    </form>
  );
}
