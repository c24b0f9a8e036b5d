import { Button, Group, Text } from '@mantine/core';
import { IconArchive, IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { offerFile } from '../../../shared/offer-file.ts';
import { Card } from '../../shell/card.tsx';
import { Refusal } from '../../states/refusal.tsx';
import { compliance } from '../../tutti.ts';
import { useSignedIn } from '../account.tsx';
import { EraseDialog } from './erase-dialog.tsx';

/** A copy of everything, and the end of everything. For a child its guardians decide. */
export function DataCard() {
  const { t } = useTranslation('account');
  const { me } = useSignedIn();
  const [erasing, setErasing] = useState(false);
  const copy = useMutation({
    mutationFn: async () => offerFile(await compliance.exportMine(), 'tutti-my-data.zip'),
  });
  return (
    <Card title={t('own.data')} Icon={IconArchive}>
      <Text>{t('own.dataLead')}</Text>
      {copy.error && <Refusal error={copy.error} />}
      <Group>
        <Button
          variant="default"
          leftSection={<IconDownload size={20} aria-hidden />}
          loading={copy.isPending}
          onClick={() => copy.mutate()}
        >
          {t('own.export')}
        </Button>
        {!me.isMinor && (
          <Button variant="outline" color="wrong" onClick={() => setErasing(true)}>
            {t('own.erase')}
          </Button>
        )}
      </Group>
      {me.isMinor && <Text c="dimmed">{t('own.eraseChild')}</Text>}
      <EraseDialog opened={erasing} onClose={() => setErasing(false)} />
    </Card>
  );
}
