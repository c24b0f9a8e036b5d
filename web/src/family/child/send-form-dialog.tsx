import { Alert, Button, Modal, Stack, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { Decisions, FamilyChildDetail } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { family } from '../../desk/tutti.ts';
import { allOff, type Offer } from '../consent/decisions.ts';
import { ScopeChoices } from '../consent/scope-choices.tsx';
import { FamilyRefusal } from '../family-refusal.tsx';
import { FormFileField } from '../form/form-file-field.tsx';
import type { ReadForm } from '../form/read-form-file.ts';
import { childKey } from './use-child.ts';

interface SendFormDialogProps {
  child: FamilyChildDetail;
  opened: boolean;
  onClose(): void;
}

const ownWords = ({ consents }: FamilyChildDetail): Decisions => ({
  ...allOff,
  ...Object.fromEntries(
    consents.map(({ scope, words }) => [
      scope,
      words.some(({ by, status }) => by === 'you' && status === 'granted'),
    ]),
  ),
  account: true,
});

/** A guardian who wants to allow more than a mail can: print, sign, send. */
export function SendFormDialog({ child, opened, onClose }: SendFormDialogProps) {
  const { t } = useTranslation(['family', 'account']);
  const queries = useQueryClient();
  const [decisions, setDecisions] = useState<Decisions>(() => ownWords(child));
  const [file, setFile] = useState<ReadForm | null>(null);
  const [missing, setMissing] = useState(false);
  const [working, setWorking] = useState(false);
  const [sent, setSent] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const offers: Offer[] = child.consents.map(({ scope, means }) => ({
    scope,
    means,
    methods: ['signed_form'],
  }));

  async function submit(event: FormEvent) {
    event.preventDefault();
    setMissing(!file);
    if (!file) return;
    setWorking(true);
    setRefusal(null);
    try {
      await family.sendGuardianForm(child.id, decisions, { content: file.content });
      setSent(true);
      await queries.invalidateQueries({ queryKey: childKey(child.id) });
    } catch (error) {
      setRefusal(error);
    } finally {
      setWorking(false);
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('sendForm.title')}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
    >
      {sent ? (
        <Alert color="right" role="status">
          {t('sendForm.done')}
        </Alert>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack>
            <Text>{t('sendForm.lead', { child: child.name })}</Text>
            <div>
              <Button
                component="a"
                href={`/consent/form?child=${child.id}`}
                target="_blank"
                variant="default"
                leftSection={<IconPrinter size={20} aria-hidden />}
              >
                {t('form.open')}
              </Button>
            </div>
            <Text fw={700}>{t('form.ticked')}</Text>
            <ScopeChoices
              offers={offers}
              child={child.name}
              decisions={decisions}
              onDecisions={setDecisions}
              method="signed_form"
              short
            />
            <FormFileField value={file} onChange={setFile} missing={missing} sending={working} />
            {refusal !== null && <FamilyRefusal error={refusal} />}
            <Button type="submit" loading={working}>
              {t('upload.submit')}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
