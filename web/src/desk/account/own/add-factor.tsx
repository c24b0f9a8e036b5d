import { Group, Skeleton, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QrCode } from '../../../shared/qr-code.tsx';
import { CopyButton } from '../../states/copy-button.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { security } from '../../tutti.ts';
import { filled } from '../field-rules.ts';
import { useFields } from '../use-fields.ts';
import { CardForm } from './card-form.tsx';
import classes from './own.module.css';

interface FactorStepProps {
  /** With the recovery codes, which are shown this once. */
  onDone(codes: string[] | null): Promise<void>;
  onCancel(): void;
}

export function AddFactor({ onDone, onCancel }: FactorStepProps) {
  const { t } = useTranslation('account');
  const fields = useFields({ code: filled(30) });
  const [attempt] = useState(() => crypto.randomUUID());
  // every look would be another secret: the one that was scanned must stay
  const secret = useQuery({
    queryKey: ['new-factor', attempt],
    queryFn: security.addFactor,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
  });
  return (
    <QueryView query={secret} skeleton={<Skeleton height={220} />}>
      {({ secret, uri }) => (
        <>
          <ol className={classes.steps}>
            <li>{t('factor.step1')}</li>
            <li>
              {t('factor.step2')}
              <QrCode text={uri} label={t('factor.qr')} className={classes.qr} />
              <Text size="sm">{t('factor.byHand')}</Text>
              <Group gap="sm">
                <code className={classes.secret}>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
                <CopyButton value={secret} label={t('factor.copy')} done={t('factor.copied')} size="sm" />
              </Group>
            </li>
            <li>{t('factor.step3')}</li>
          </ol>
          <CardForm
            fields={fields}
            submit={t('factor.confirm')}
            send={async () => onDone(await security.confirmFactor(fields.values.code.trim()))}
            onCancel={onCancel}
          >
            <TextInput
              {...fields.bind('code')}
              label={t('signIn.code')}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={10}
            />
          </CardForm>
        </>
      )}
    </QueryView>
  );
}
