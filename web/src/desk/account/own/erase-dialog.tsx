import { Button, Group, Modal, PasswordInput, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../../shell/card.module.css';
import { Refusal } from '../../states/refusal.tsx';
import { compliance } from '../../tutti.ts';
import { useSignedIn } from '../account.tsx';
import { proofOf, useOwnProof } from '../own-proof.ts';
import { useFields } from '../use-fields.ts';

/** The password once more: what follows cannot be taken back. */
export function EraseDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation('account');
  const { signOut } = useSignedIn();
  const own = useOwnProof();
  const fields = useFields({ password: own.password });
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!fields.check(event.currentTarget)) return;
    setWorking(true);
    setRefusal(null);
    try {
      await compliance.eraseMe(proofOf(fields.values.password));
      await signOut().catch(() => undefined); // the sign-in may be gone with the account
    } catch (error) {
      if (!fields.showRefusal(error)) setRefusal(error);
      setWorking(false);
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('own.eraseTitle')}
      closeButtonProps={{ 'aria-label': t('states.dismiss') }}
      centered
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <Text>{t('own.eraseBody')}</Text>
        {refusal !== null && <Refusal error={refusal} />}
        <PasswordInput
          {...fields.bind('password')}
          label={t('own.oldPassword')}
          description={own.mayHaveNone ? t('own.noPassword') : undefined}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('states.cancel')}
          </Button>
          <Button type="submit" color="wrong" loading={working}>
            {t('own.eraseYes')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
