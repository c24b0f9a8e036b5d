import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAskOnce } from '../../../desk/states/ask-once.tsx';
import { codeOf } from '../../../desk/states/problem.ts';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { family } from '../../../desk/tutti.ts';
import { studentsKey } from '../use-classes.ts';

interface Props {
  classId: string;
  waiting: number;
  mayAgree: boolean;
}

/** Learners for whom nobody has agreed yet, and the school's own word for them. */
export function WaitingNote({ classId, waiting, mayAgree }: Props) {
  const { t } = useTranslation('classes');
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const agree = useMutation({
    mutationFn: () => family.consentBySchool(classId),
    onSuccess: () => queries.invalidateQueries({ queryKey: studentsKey(classId) }),
  });
  return (
    <>
      {agree.data && (
        <Alert color="right" role="status">
          {t('learners.agreed', { count: agree.data.granted })}
        </Alert>
      )}
      {waiting > 0 && (
        <Alert color="caution">
          <Group justify="space-between">
            <Text flex="1 1 16rem">{t('learners.waiting', { count: waiting })}</Text>
            {mayAgree && (
              <Button
                variant="default"
                loading={agree.isPending}
                onClick={() =>
                  ask({
                    title: t('learners.agreeTitle'),
                    body: t('learners.agreeBody'),
                    yes: t('learners.agree'),
                    onYes: () =>
                      agree.mutateAsync().then(
                        () => undefined,
                        () => undefined,
                      ),
                  })
                }
              >
                {t('learners.agree')}
              </Button>
            )}
          </Group>
        </Alert>
      )}
      {agree.error &&
        (codeOf(agree.error) === 'consent/no-agreement' ? (
          <Alert color="wrong" role="alert">
            {t('learners.noAgreement')}
          </Alert>
        ) : (
          <Refusal error={agree.error} />
        ))}
      {dialog}
    </>
  );
}
