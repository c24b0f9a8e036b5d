import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../announcer.tsx';
import { promptOf } from './answer-words.ts';
import styles from './receipts.module.css';
import type { Summary } from './summary.ts';

/** What a check came to, in sentences. */
export function Verdict({ summary }: { summary: Summary }) {
  const { t, i18n } = useTranslation('receipts');
  const { all, agrees, odd, byServer } = summary;
  const sentences = [
    ...(all === 0 ? [t('none')] : []),
    ...(agrees > 0
      ? [agrees + summary.waiting === all ? t('all', { count: agrees }) : t('some', { count: agrees, all })]
      : []),
    ...(['waiting', 'replaced', 'gone', 'old'] as const).flatMap((kind) =>
      summary[kind] > 0 ? [t(kind, { count: summary[kind] })] : [],
    ),
  ];
  const oddities = odd.map(({ what, receipt }) => {
    const question = promptOf(receipt, i18n.language);
    return what === 'differs' ? t('odd.differs', { question }) : t('odd.changed', { question });
  });
  const spoken = [...sentences, ...(odd.length > 0 ? [t('odd.title'), ...oddities] : [])].join(' ');
  useEffect(() => announce(spoken), [spoken]);
  const Icon = odd.length > 0 ? IconAlertTriangle : IconCircleCheck;
  return (
    <div className={styles.verdict} data-odd={odd.length > 0}>
      <Icon size={28} aria-hidden="true" />
      <div>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {odd.length > 0 && (
          <>
            <p>{t('odd.title')}</p>
            <ul>
              {oddities.map((oddity, i) => (
                <li key={`${odd[i]!.receipt.receipt.signature}`}>{oddity}</li>
              ))}
            </ul>
          </>
        )}
        {byServer && all > 0 && <p className={styles.small}>{t('byServer')}</p>}
      </div>
    </div>
  );
}
