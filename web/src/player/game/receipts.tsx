import '../../shared/receipts/texts.ts';
import type { PlayerChallenge } from '@tutti/client';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../shared/code-of.ts';
import { ReceiptList } from '../../shared/receipts/receipt-list.tsx';
import { useReceipts } from '../../shared/receipts/use-receipts.ts';
import { Verdict } from '../../shared/receipts/verdict.tsx';
import { Refusal } from '../../shared/refusal.tsx';
import { tutti } from '../tutti.ts';
import styles from './receipts.module.css';

/** [REP-2] What the server vouches for of this player's answers: to keep, and to hold against the report. */
export function Receipts({ challenge }: { challenge: Pick<PlayerChallenge, 'receipts'> }) {
  const { t } = useTranslation('receipts');
  const { sessions, outcome, open, check, checkFile, save } = useReceipts(tutti, async () => [
    await challenge.receipts(),
  ]);
  const picker = useRef<HTMLInputElement>(null);
  const refusal = outcome.name === 'failed' && <Refusal code={codeOf(outcome.error)} />;

  if (!sessions) {
    return (
      <div className={styles.ask}>
        <button type="button" className="button button-plain" onClick={() => void open()}>
          {t('open')}
        </button>
        {refusal}
      </div>
    );
  }
  const isBusy = outcome.name === 'busy';
  const isEmpty = sessions.every(({ receipts }) => receipts.length === 0);
  return (
    <section className={`card ${styles.receipts}`} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p>{t('lead')}</p>
      <div className={styles.buttons}>
        {!isEmpty && (
          <>
            <button
              type="button"
              className="button button-primary"
              aria-disabled={isBusy}
              onClick={() => isBusy || void check()}
            >
              {isBusy ? t('checking') : t('check')}
            </button>
            <button type="button" className="button button-plain" onClick={() => void save()}>
              {t('save')}
            </button>
          </>
        )}
        <button type="button" className="button button-plain" onClick={() => picker.current?.click()}>
          {t('file')}
        </button>
        <input
          ref={picker}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label={t('file')}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            currentTarget.value = '';
            if (file) void checkFile(file);
          }}
        />
      </div>
      {outcome.name === 'checked' && <Verdict summary={outcome.summary} />}
      {outcome.name === 'not-a-file' && <p role="alert">{t('notAFile')}</p>}
      {refusal}
      {isEmpty ? <p role="status">{t('none')}</p> : <ReceiptList sessions={sessions} />}
    </section>
  );
}
