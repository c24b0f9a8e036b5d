import type { Answer, QuestionView, Reveal } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import './texts.ts';
import { RichText } from '../../../shared/rich-text/rich-text.tsx';
import { numberIn, placeIn, positionsIn, textsIn } from './drafts.ts';
import spots from './hotspot.module.css';
import { Mark } from './hotspot.tsx';
import { keyInWords, rightRange } from './key-in-words.ts';
import styles from './key-of-kind.module.css';

export interface KeyProps {
  question: QuestionView;
  reveal: Reveal;
  own: Answer | null;
}

/** What was right, in the form of the question, and beside it what one gave. */
export function KeyOfKind(props: KeyProps) {
  switch (props.question.kind) {
    case 'matching':
      return <Pairs {...props} />;
    case 'ordering':
      return <RightOrder {...props} />;
    case 'fill_blank':
      return <Words {...props} />;
    case 'numeric':
    case 'slider':
      return <RightNumber {...props} />;
    case 'hotspot':
      return <RightPlace {...props} />;
    case 'scale':
    case 'poll':
      return <Picked {...props} />;
    case 'word_cloud':
      return <Cloud {...props} />;
    case 'open_text':
      return <Sample {...props} />;
    default:
      return null;
  }
}

function Sign({ isRight }: { isRight: boolean }) {
  const { t } = useTranslation('kinds');
  return (
    <span
      className={styles.sign}
      data-right={isRight}
      role="img"
      aria-label={t(isRight ? 'key.found' : 'key.missed')}
    >
      {isRight ? '✓' : '✗'}
    </span>
  );
}

/** `isTyped`: the learner's own words, in which no sign means a formula. */
function Yours({ answer, isTyped = false }: { answer: string | undefined; isTyped?: boolean }) {
  const { t } = useTranslation('kinds');
  const said = t('key.yours', { answer: answer || t('key.yourNothing') });
  return <span className={styles.yours}>{isTyped ? said : <RichText text={said} inline />}</span>;
}

function Pairs({ question: { choices, matches }, reveal, own }: KeyProps) {
  const { t } = useTranslation('kinds');
  const partners = positionsIn(own);
  const key = positionsIn(reveal.key as number[]);
  return (
    <>
      <h2 className={styles.title}>{t('key.pairs')}</h2>
      <ul className={styles.rows}>
        {key.map((right, left) => (
          <li key={choices[left]} className={styles.row}>
            <span>
              <RichText text={choices[left]!} inline /> –{' '}
              <strong>
                <RichText text={matches[right]!} inline />
              </strong>
              {own !== null && partners[left] !== right && <Yours answer={matches[partners[left]!]} />}
            </span>
            {own !== null && <Sign isRight={partners[left] === right} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function RightOrder({ question: { choices }, reveal, own }: KeyProps) {
  const { t } = useTranslation('kinds');
  const order = positionsIn(own);
  return (
    <>
      <h2 className={styles.title}>{t('key.order')}</h2>
      <ol className={styles.rows}>
        {positionsIn(reveal.key as number[]).map((thing, place) => (
          <li key={thing} className={styles.row}>
            <span>
              {place + 1}.{' '}
              <strong>
                <RichText text={choices[thing]!} inline />
              </strong>
              {own !== null && order[place] !== thing && (
                <span className={styles.yours}>
                  {t('key.yourPlace', { place: order.indexOf(thing) + 1 })}
                </span>
              )}
            </span>
            {own !== null && <Sign isRight={order[place] === thing} />}
          </li>
        ))}
      </ol>
    </>
  );
}

function Words({ question, reveal, own }: KeyProps) {
  const { t } = useTranslation(['kinds', 'rounds']);
  const words = keyInWords(question, reveal);
  return (
    <>
      <h2 className={styles.title}>{t('rounds:result.answer', { count: words.length })}</h2>
      <ol className={styles.rows}>
        {words.map((word, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a blank is its place
          <li key={i} className={styles.row}>
            <span>
              <strong>
                <RichText text={word} inline />
              </strong>
              {own !== null && <Yours answer={textsIn(own)[i]} isTyped />}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function RightNumber({ question, reveal, own }: KeyProps) {
  const { t } = useTranslation(['kinds', 'rounds']);
  const range = rightRange(reveal.key);
  const given = numberIn(own);
  const { key } = reveal;
  const value = !Array.isArray(key) && 'value' in key ? key.value : 0;
  const shown = (number: number) =>
    [t('number.value', { value: number }), question.unit].filter(Boolean).join(' ');
  return (
    <>
      <h2 className={styles.title}>{t('rounds:result.answer', { count: 1 })}</h2>
      <p className={styles.number}>{shown(value)}</p>
      {range && (
        <p className={styles.yours}>{t('key.within', { from: shown(range.from), to: shown(range.to) })}</p>
      )}
      {given !== null && <Yours answer={shown(given)} />}
    </>
  );
}

function RightPlace({ question: { media }, reveal: { key }, own }: KeyProps) {
  const { t } = useTranslation('kinds');
  const place = placeIn(own);
  const areas = !Array.isArray(key) && 'areas' in key ? key.areas : [];
  return (
    <>
      <h2 className={styles.title}>{t('key.place')}</h2>
      {media && (
        <div className={styles.picture}>
          <img src={`/media/${media.id}`} alt={media.alt} />
          <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            {areas.map((area) => (
              <polygon key={JSON.stringify(area)} points={area.map(({ x, y }) => `${x},${y}`).join(' ')} />
            ))}
          </svg>
          {place && <Mark at={place} className={spots.pin!} />}
        </div>
      )}
      {place && (
        <p className={styles.legend}>
          <span className={styles.dot} aria-hidden="true" />
          {t('key.yourPlaceHere')}
        </p>
      )}
    </>
  );
}

function Picked({ question: { choices }, reveal: { spread, answered }, own }: KeyProps) {
  const { t } = useTranslation('kinds');
  const most = Math.max(1, ...spread);
  return (
    <>
      <h2 className={styles.title}>{t('key.class')}</h2>
      {answered === 0 && <p>{t('key.nobody')}</p>}
      <ul className={styles.rows}>
        {choices.map((text, at) => (
          <li key={text} className={styles.bar} data-own={positionsIn(own).includes(at)}>
            <span className={styles.row}>
              <RichText text={text} inline />
              <span>{t('key.times', { count: spread[at] ?? 0 })}</span>
            </span>
            <span
              className={styles.share}
              style={{ width: `${(100 * (spread[at] ?? 0)) / most}%` }}
              aria-hidden="true"
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function Cloud({ reveal: { given }, own }: KeyProps) {
  const { t } = useTranslation('kinds');
  const most = Math.max(1, ...given.texts.map(({ count }) => count));
  return (
    <>
      <h2 className={styles.title}>{t('key.class')}</h2>
      {given.texts.length === 0 && <p>{t('key.nobody')}</p>}
      <ul className={styles.cloud}>
        {given.texts.map(({ text, count }) => (
          <li key={text} style={{ fontSize: `${1 + count / most}rem` }}>
            <bdi>{text}</bdi>
            <span className="sr-only"> {t('key.times', { count })}</span>
          </li>
        ))}
      </ul>
      {own !== null && <Yours answer={textsIn(own).join(', ')} isTyped />}
    </>
  );
}

function Sample({ reveal: { key }, own }: KeyProps) {
  const { t } = useTranslation('kinds');
  const [sample] = Array.isArray(key) ? key : [];
  return (
    <>
      <h2 className={styles.title}>{t(sample === undefined ? 'key.open' : 'key.sample')}</h2>
      {sample !== undefined && (
        <p>
          <RichText text={String(sample)} />
        </p>
      )}
      {own !== null && <Yours answer={textsIn(own)[0]} isTyped />}
    </>
  );
}
