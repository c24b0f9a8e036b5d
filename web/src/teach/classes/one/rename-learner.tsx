import { Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ClassStudent } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { filled, username } from '../../../desk/account/field-rules.ts';
import { CardForm } from '../../../desk/account/own/card-form.tsx';
import { useFields } from '../../../desk/account/use-fields.ts';
import { classes } from '../../../desk/tutti.ts';
import { studentsKey } from '../use-classes.ts';

interface RenameLearnerProps {
  classId: string;
  student: ClassStudent | null;
  onClose(): void;
}

export function RenameLearner({ classId, student, onClose }: RenameLearnerProps) {
  const { t } = useTranslation(['classes', 'account']);
  return (
    <Modal
      opened={student !== null}
      onClose={onClose}
      title={student && t('learners.renameTitle', { name: student.name })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      {student && <RenameForm classId={classId} student={student} onClose={onClose} />}
    </Modal>
  );
}

function RenameForm({ classId, student, onClose }: RenameLearnerProps & { student: ClassStudent }) {
  const { t } = useTranslation('classes');
  const queries = useQueryClient();
  const byUsername = student.username !== null;
  const waits = student.status === 'pending_consent';
  const fields = useFields(
    { displayName: filled(100), username: byUsername ? username : () => null },
    { displayName: student.name, username: student.username ?? '' },
  );

  async function send() {
    const { displayName, username: login } = fields.values;
    const change = {
      ...(displayName.trim() !== student.name && { displayName: displayName.trim() }),
      ...(byUsername && login.trim() !== student.username && { username: login.trim() }),
    };
    if (Object.keys(change).length > 0) await classes.changeStudent(classId, student.id, change);
    await queries.invalidateQueries({ queryKey: studentsKey(classId) });
    onClose();
  }

  return (
    <CardForm fields={fields} submit={t('learners.save')} send={send} onCancel={onClose}>
      <TextInput
        {...fields.bind('displayName')}
        label={t('learners.displayName')}
        {...(waits && { description: t('learners.nameWaits'), readOnly: true })}
        autoComplete="off"
        data-autofocus
      />
      {byUsername && (
        <TextInput {...fields.bind('username')} label={t('learners.username')} autoComplete="off" />
      )}
    </CardForm>
  );
}
