import { IconPhotoOff, IconVolumeOff } from '@tabler/icons-react';
import { type ReactEventHandler, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './texts.ts';
import type { MediaRef } from '../../../../src/wire/media-ref.ts';
import { LookCloser } from './look-closer.tsx';
import styles from './question-media.module.css';

interface QuestionMediaProps {
  media: MediaRef;
  /** Where the server is, without a slash at the end; empty: where the page comes from. */
  base?: string;
  /** The language of alt text and caption. */
  lang?: string | undefined;
  onFailed?: () => void;
}

/** The picture or recording of a question. Its place is kept, so that nothing moves when it comes, or when it does not. */
export function QuestionMedia({ media, base = '', lang, onFailed }: QuestionMediaProps) {
  // another file is another try, and so is the same one again
  return (
    <Shown
      key={media.id}
      media={media}
      address={`${base}/media/${media.id}`}
      lang={lang}
      onFailed={onFailed}
    />
  );
}

interface ShownProps {
  media: MediaRef;
  address: string;
  lang: string | undefined;
  onFailed: (() => void) | undefined;
}

function Shown({ media, address, lang, onFailed }: ShownProps) {
  const { t } = useTranslation('rich');
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  const fail = () => {
    setFailed(true);
    onFailed?.();
  };
  return (
    <figure className={styles.media} data-kind={media.kind}>
      <div className={styles.frame}>
        {failed ? (
          <Missing
            media={media}
            lang={lang}
            onRetry={() => {
              setTries(tries + 1);
              setFailed(false);
            }}
          />
        ) : (
          <Playing key={tries} media={media} address={address} lang={lang} onError={fail} />
        )}
        {media.kind === 'image' && !failed && <LookCloser address={address} alt={media.alt} lang={lang} />}
      </div>
      {media.caption !== null &&
        (media.kind === 'image' ? (
          <figcaption className={styles.caption} lang={lang}>
            {media.caption}
          </figcaption>
        ) : (
          <details className={styles.caption}>
            <summary>{t('media.words')}</summary>
            <p lang={lang}>{media.caption}</p>
          </details>
        ))}
    </figure>
  );
}

interface PlayingProps {
  media: MediaRef;
  address: string;
  lang: string | undefined;
  onError: ReactEventHandler;
}

function Playing({ media: { kind, alt }, address, lang, onError }: PlayingProps) {
  const { t } = useTranslation('rich');
  if (kind === 'image')
    return (
      <img className={styles.shown} src={address} alt={alt} lang={lang} decoding="async" onError={onError} />
    );
  const label = alt || t(`media.${kind}`);
  if (kind === 'audio') {
    return (
      // biome-ignore lint/a11y/useMediaCaption: its words stand below
      <audio
        className={styles.heard}
        src={address}
        aria-label={label}
        controls
        preload="metadata"
        onError={onError}
      />
    );
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: its words stand below
    <video
      className={styles.shown}
      src={address}
      aria-label={label}
      controls
      playsInline
      preload="metadata"
      onError={onError}
    />
  );
}

function Missing({ media, lang, onRetry }: { media: MediaRef; lang: string | undefined; onRetry(): void }) {
  const { t } = useTranslation(['rich', 'common']);
  const Icon = media.kind === 'image' ? IconPhotoOff : IconVolumeOff;
  return (
    <div className={styles.missing} role="status">
      <Icon aria-hidden="true" />
      <div>
        <p>{t(`media.missing.${media.kind}`)}</p>
        {media.alt && (
          <p className={styles.alt} lang={lang}>
            {media.alt}
          </p>
        )}
      </div>
      <button type="button" className={styles.retry} onClick={onRetry}>
        {t('common:retry')}
      </button>
    </div>
  );
}
