import type { SessionReceipts } from '@tutti/client/receipts';
import { useTranslation } from 'react-i18next';
import { AnswerText } from '../rich-text/answer-text.tsx';
import { RichText } from '../rich-text/rich-text.tsx';
import { answerWords, promptOf } from './answer-words.ts';
import styles from './receipts.module.css';

/** Rows that are drawn; all of them are in the file. */
const mostRows = 50;

/** Each receipt with its first letters, as the teacher's workbook shows them. */
export function ReceiptList({ sessions }: { sessions: readonly SessionReceipts[] }) {
  const { t, i18n } = useTranslation('receipts');
  const all = sessions.flatMap(({ receipts }) => receipts);
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <details className={styles.list}>
      <summary>{t('list')}</summary>
      {all.length > mostRows && <p className={styles.small}>{t('newest', { count: mostRows })}</p>}
      <ul>
        {all.slice(0, mostRows).map((one) => (
          <li key={one.receipt.signature}>
            <strong>
              <RichText text={promptOf(one, i18n.language)} />
            </strong>
            <p>
              {t('row.answer')}: <AnswerText kind={one.asked.kind} text={answerWords(one, i18n.language)} />
            </p>
            <p className={styles.small}>{t('row.at', { time: time.format(new Date(one.receipt.at)) })}</p>
            <p className={styles.small}>{t('row.number', { number: one.receipt.answerHash.slice(0, 8) })}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}
