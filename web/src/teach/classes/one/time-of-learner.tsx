import { Button, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ClassStudent } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes } from '../../../desk/tutti.ts';
import { TimeChoice } from '../../time-choice.tsx';
import { studentsKey } from '../use-classes.ts';

interface TimeOfLearnerProps {
  classId: string;
  student: ClassStudent;
  opened: boolean;
  onClose(): void;
}

/** [PTS-3] Kept for every class of this learner. */
export function TimeOfLearner({ classId, student, opened, onClose }: TimeOfLearnerProps) {
  const { t } = useTranslation(['classes', 'powers', 'account']);
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (factor: number) => classes.setStudentTime(classId, student.id, factor),
    onSuccess: () => queries.invalidateQueries({ queryKey: studentsKey(classId) }),
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('powers:time.title', { name: student.name })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <Stack>
        <Text>{t('learners.timeBody')}</Text>
        <TimeChoice factor={change.variables ?? student.timeFactor ?? 1} onChoose={change.mutate} />
        {change.error && <Refusal error={change.error} />}
        <Text role="status" size="sm" c="dimmed">
          {change.isSuccess && t('powers:time.kept')}
        </Text>
        <Button onClick={onClose}>{t('powers:time.close')}</Button>
      </Stack>
    </Modal>
  );
}
