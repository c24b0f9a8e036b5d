import '../shared/receipts/texts.ts';
import { Alert, Button, FileButton, Group, Loader, Text } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import type { SessionReceipts } from '@tutti/client/receipts';
import { useTranslation } from 'react-i18next';
import { Card } from '../desk/shell/card.tsx';
import { Refusal } from '../desk/states/refusal.tsx';
import { records, tutti } from '../desk/tutti.ts';
import { ReceiptList } from '../shared/receipts/receipt-list.tsx';
import { useReceipts } from '../shared/receipts/use-receipts.ts';
import { Verdict } from '../shared/receipts/verdict.tsx';

/** [REP-2] The receipts of all that was played under the account: to keep, and to hold against the reports. */
export function ReceiptsCard() {
  const { t } = useTranslation('receipts');
  const { sessions, outcome, check, checkFile, save } = useReceipts(tutti, readNewest);
  const isBusy = outcome.name === 'busy';
  return (
    <Card title={t('title')} Icon={IconReceipt}>
      <Text>{t('lead')}</Text>
      <Group gap="sm">
        {/* not `loading`: that would disable it, and a disabled button loses the focus */}
        <Button
          variant="default"
          aria-busy={isBusy}
          leftSection={isBusy && <Loader size={18} color="currentColor" aria-hidden />}
          onClick={() => isBusy || void check()}
        >
          {isBusy ? t('checking') : t('check')}
        </Button>
        <Button variant="default" onClick={() => void save()}>
          {t('save')}
        </Button>
        <FileButton accept=".json,application/json" onChange={(file) => file && void checkFile(file)}>
          {(props) => (
            <Button variant="default" {...props}>
              {t('file')}
            </Button>
          )}
        </FileButton>
      </Group>
      {outcome.name === 'checked' && <Verdict summary={outcome.summary} />}
      {outcome.name === 'not-a-file' && <Alert color="caution">{t('notAFile')}</Alert>}
      {outcome.name === 'failed' && <Refusal error={outcome.error} />}
      {sessions && sessions.length > 0 && <ReceiptList sessions={sessions} />}
    </Card>
  );
}

/** Sessions a page, and pages: the newest two hundred games. */
const limit = 20;
const mostPages = 10;

async function readNewest(): Promise<SessionReceipts[]> {
  const all: SessionReceipts[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { items, nextCursor } = await records.receipts({ limit, cursor });
    all.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return all;
}
