import '../join/joining-texts.ts';
import type { PlayerChallenge, NameReview as Review, TuttiErrorCode } from '@tutti/client';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../shared/code-of.ts';
import { Refusal } from '../../shared/refusal.tsx';
import styles from './name-review.module.css';

/** [JOIN-4] The name that the teacher looks at; meanwhile one plays under a made-up one. */
export function NameReview({ challenge, review }: { challenge: PlayerChallenge; review: Review }) {
  const { t } = useTranslation('joining');
  if (review.refused) return <AnotherName challenge={challenge} />;
  return (
    <p role="status" className={styles.waits}>
      {t('name.waits', { name: review.wanted })}
    </p>
  );
}

function AnotherName({ challenge }: { challenge: PlayerChallenge }) {
  const { t } = useTranslation('joining');
  const [name, setName] = useState('');
  const [code, setCode] = useState<TuttiErrorCode | null>(null);
  const [sending, setSending] = useState(false);
  const fieldId = useId();
  const problemId = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    setCode(null);
    await challenge.proposeName(name).catch((error) => setCode(codeOf(error)));
    setSending(false);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <label htmlFor={fieldId}>{t('name.another')}</label>
      <div className={styles.row}>
        <input
          id={fieldId}
          className={styles.field}
          value={name}
          dir="auto"
          maxLength={96}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={code ? problemId : undefined}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="button button-primary" disabled={sending || name.trim() === ''}>
          {t('name.send')}
        </button>
      </div>
      {code && <Refusal code={code} id={problemId} />}
    </form>
  );
}
