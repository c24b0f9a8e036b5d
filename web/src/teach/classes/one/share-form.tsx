import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ClassRole, SchoolClass } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes } from '../../../desk/tutti.ts';
import { useKeep } from '../use-keep.ts';
import { ColleagueChoice } from './colleague-choice.tsx';
import { endOfDay } from './end-of-day.ts';

type Role = Exclude<ClassRole, 'student'>;

export function ShareForm({ schoolClass, onDone }: { schoolClass: SchoolClass; onDone(): void }) {
  const { t } = useTranslation(['classes', 'account']);
  const keep = useKeep();
  const [userId, setUserId] = useState('');
  const [role, setRole] = useState<Role>('co_teacher');
  const [lastDay, setLastDay] = useState('');
  const [tried, setTried] = useState(false);
  const until = role === 'substitute' ? endOfDay(lastDay, new Date()) : null;
  const dayMissing = role === 'substitute' && !until;
  const share = useMutation({
    mutationFn: () => classes.addTeacher(schoolClass.id, { userId, role, ...(until && { until }) }),
    onSuccess(changed) {
      keep(changed);
      onDone();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (userId && !dayMissing) share.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ColleagueChoice
          value={userId}
          onChange={setUserId}
          without={schoolClass.teachers.map(({ id }) => id)}
          error={tried && !userId ? t('teachers.whoMissing') : null}
        />
        <Radio.Group label={t('teachers.as')} value={role} onChange={(chosen) => setRole(chosen as Role)}>
          <Stack gap="xs" mt="xs">
            <Radio
              value="co_teacher"
              label={t('list.role.co_teacher')}
              description={t('teachers.coTeacherHint')}
            />
            <Radio
              value="substitute"
              label={t('list.role.substitute')}
              description={t('teachers.substituteHint')}
            />
            <Radio value="teacher" label={t('list.role.teacher')} description={t('teachers.teacherHint')} />
          </Stack>
        </Radio.Group>
        {role === 'substitute' && (
          <TextInput
            type="date"
            label={t('teachers.lastDay')}
            value={lastDay}
            onChange={(event) => setLastDay(event.currentTarget.value)}
            error={tried && dayMissing ? t('teachers.dayMissing') : null}
          />
        )}
        {share.error && <Refusal error={share.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t('account:states.cancel')}
          </Button>
          <Button type="submit" loading={share.isPending}>
            {t('teachers.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
