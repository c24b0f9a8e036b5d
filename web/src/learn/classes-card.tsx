import { Button, Skeleton, Text, TextInput } from '@mantine/core';
import { IconListNumbers, IconUsersGroup } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ClassPreview, SchoolClass } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { filled } from '../desk/account/field-rules.ts';
import { CardForm } from '../desk/account/own/card-form.tsx';
import { useFields } from '../desk/account/use-fields.ts';
import classes from '../desk/shell/card.module.css';
import { Card } from '../desk/shell/card.tsx';
import { useAskOnce } from '../desk/states/ask-once.tsx';
import { MoreButton } from '../desk/states/more-button.tsx';
import { QueryView } from '../desk/states/query-view.tsx';
import { Refusal } from '../desk/states/refusal.tsx';
import { classes as schoolClasses } from '../desk/tutti.ts';
import { isolated } from '../shared/i18n/i18n.ts';
import { myClassesKey } from './my-classes.ts';

/** The classes one is in, and the way into another one by its code. */
export function ClassesCard() {
  const { t } = useTranslation('learn');
  const mine = useInfiniteQuery({
    queryKey: myClassesKey,
    queryFn: ({ pageParam }) => schoolClasses.classes({ limit: 50, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Card title={t('classes.title')} Icon={IconUsersGroup}>
      <QueryView query={mine} skeleton={<Skeleton height={80} />}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          return all.length === 0 ? (
            <Text>{t('classes.none')}</Text>
          ) : (
            <ul className={classes.list}>
              {all.map((one) => (
                <ClassRow key={one.id} schoolClass={one} />
              ))}
            </ul>
          );
        }}
      </QueryView>
      <MoreButton query={mine} label={t('games.more')} />
      <EnterCode />
    </Card>
  );
}

function ClassRow({ schoolClass: { id, name, teachers } }: { schoolClass: SchoolClass }) {
  const { t } = useTranslation('learn');
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const leave = useMutation({
    mutationFn: () => schoolClasses.leaveClass(id),
    onSettled: () => queries.invalidateQueries({ queryKey: myClassesKey }),
  });
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <Text fw={650}>
          <bdi>{name}</bdi>
        </Text>
        {teachers.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('classes.with', { teachers: teachers.map((one) => isolated(one.name)).join(', ') })}
          </Text>
        )}
        {leave.error && <Refusal error={leave.error} />}
      </div>
      <Button
        component={Link}
        to={`/home/leaderboard?of=${id}`}
        variant="default"
        size="sm"
        leftSection={<IconListNumbers size={18} aria-hidden />}
        aria-label={t('classes.boardOf', { name })}
      >
        {t('classes.board')}
      </Button>
      <Button
        variant="subtle"
        size="sm"
        aria-label={t('classes.leaveOf', { name })}
        onClick={() =>
          ask({
            title: t('classes.leaveTitle', { name }),
            body: t('classes.leaveBody'),
            yes: t('classes.leave'),
            onYes: () => leave.mutateAsync().catch(() => undefined),
          })
        }
      >
        {t('classes.leave')}
      </Button>
      {dialog}
    </li>
  );
}

/** Shows which class it is before one is in. */
function EnterCode() {
  const { t } = useTranslation('learn');
  const queries = useQueryClient();
  const fields = useFields({ classCode: filled(20) });
  const [found, setFound] = useState<ClassPreview | null>(null);
  const code = fields.values.classCode.trim();

  async function send() {
    if (!found) return setFound(await schoolClasses.previewClassCode(code));
    await schoolClasses.joinClass(code);
    fields.clear();
    setFound(null);
    await queries.invalidateQueries({ queryKey: myClassesKey });
  }

  return (
    <CardForm
      fields={fields}
      submit={t(found ? 'classes.join' : 'classes.look')}
      send={send}
      isAside={!found}
      {...(found && { onCancel: () => setFound(null) })}
    >
      {found ? (
        <Text role="status">
          {t(found.teacher ? 'classes.foundWith' : 'classes.found', {
            name: found.className,
            teacher: found.teacher,
            organization: found.organization,
          })}
        </Text>
      ) : (
        <TextInput
          {...fields.bind('classCode')}
          label={t('classes.code')}
          autoComplete="off"
          autoCapitalize="characters"
          maxLength={20}
        />
      )}
    </CardForm>
  );
}
