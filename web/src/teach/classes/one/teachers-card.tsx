import { Button, Modal, Text } from '@mantine/core';
import { IconSchool, IconShare } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SchoolClass } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../../desk/account/account.tsx';
import { useDay } from '../../../desk/dates.ts';
import classes from '../../../desk/shell/card.module.css';
import { Card } from '../../../desk/shell/card.tsx';
import { useAskOnce } from '../../../desk/states/ask-once.tsx';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes as schoolClasses } from '../../../desk/tutti.ts';
import { classKey } from '../use-classes.ts';
import { ShareForm } from './share-form.tsx';

export function TeachersCard({ schoolClass, mayLead }: { schoolClass: SchoolClass; mayLead: boolean }) {
  const { t } = useTranslation(['classes', 'account']);
  const { me } = useSignedIn();
  const day = useDay();
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const [adding, setAdding] = useState(false);
  const remove = useMutation({
    mutationFn: (userId: string) => schoolClasses.removeTeacher(schoolClass.id, userId),
    onSettled: () => queries.invalidateQueries({ queryKey: classKey(schoolClass.id), exact: true }),
  });
  const onlyTeacher = (role: string) =>
    role === 'teacher' && schoolClass.teachers.filter((one) => one.role === 'teacher').length === 1;
  const standing = ({ role, until }: SchoolClass['teachers'][number]) => {
    const name = t(`list.role.${role === 'student' ? 'none' : role}`);
    if (!until) return name;
    const date = day(until);
    return t(Date.parse(until) < Date.now() ? 'teachers.over' : 'teachers.until', { role: name, date });
  };
  return (
    <Card title={t('teachers.title')} Icon={IconSchool}>
      <ul className={classes.list}>
        {schoolClass.teachers.map((teacher) => (
          <li key={teacher.id} className={classes.row}>
            <div className={classes.rowText}>
              <Text fw={650}>
                {teacher.id === me.id ? t('teachers.you', { name: teacher.name }) : <bdi>{teacher.name}</bdi>}
              </Text>
              <Text size="sm" c="dimmed">
                {standing(teacher)}
              </Text>
            </div>
            {mayLead && !onlyTeacher(teacher.role) && teacher.id !== me.id && (
              <Button
                variant="subtle"
                size="sm"
                aria-label={t('teachers.removeOf', { name: teacher.name })}
                onClick={() =>
                  ask({
                    title: t('teachers.removeTitle', { name: teacher.name }),
                    body: t('teachers.removeBody'),
                    yes: t('teachers.remove'),
                    onYes: () => remove.mutateAsync(teacher.id).catch(() => undefined),
                  })
                }
              >
                {t('teachers.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {remove.error && <Refusal error={remove.error} />}
      {mayLead && (
        <div>
          <Button
            variant="default"
            onClick={() => setAdding(true)}
            leftSection={<IconShare size={20} aria-hidden />}
          >
            {t('teachers.add')}
          </Button>
        </div>
      )}
      {dialog}
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title={t('teachers.add')}
        closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
        centered
      >
        <ShareForm schoolClass={schoolClass} onDone={() => setAdding(false)} />
      </Modal>
    </Card>
  );
}
