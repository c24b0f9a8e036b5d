import { Badge, Group, Text, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { MissionPreview } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { QuestionMedia } from '../../shared/rich-text/question-media.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { Areas, type Polygon } from '../author/kinds/areas.tsx';
import { ChoiceMark } from '../choice-mark.tsx';
import classes from './mission.module.css';

type Listed = MissionPreview['lessonList'][number]['questions'][number];
/** As much of a question as is shown of it. */
export type ShownQuestion = Pick<
  Listed,
  'kind' | 'prompt' | 'choices' | 'spec' | 'media' | 'explanation' | 'hint' | 'timeLimitSeconds'
>;

interface QuestionPreviewProps {
  question: ShownQuestion;
  number: number;
  showAnswers: boolean;
}

/** A question of any kind, with its key where that is asked for. */
export function QuestionPreview({ question, number, showAnswers }: QuestionPreviewProps) {
  const { t } = useTranslation('teach');
  const { media, kind } = question;
  const showsAreas = kind === 'hotspot' && showAnswers;
  return (
    <article className={classes.question}>
      <Group gap="xs" mb={4}>
        <Text size="sm" c="dimmed" fw={600}>
          {t('mission.question', { number })}
        </Text>
        <Badge variant="light" color="gray">
          {t(`mission.kind.${kind}`)}
        </Badge>
        <Badge variant="light" color="gray">
          {t('mission.seconds', { count: question.timeLimitSeconds })}
        </Badge>
      </Group>
      <Title order={4} size="1.1rem" mb="sm">
        <RichText text={question.prompt} />
      </Title>
      {media &&
        (showsAreas ? (
          <Areas media={media} areas={question.spec.areas as Polygon[]} />
        ) : (
          <QuestionMedia media={media} />
        ))}
      <Choices question={question} showAnswers={showAnswers} />
      {showAnswers && <Notes question={question} />}
    </article>
  );
}

function Choices({ question: { kind, choices }, showAnswers }: Omit<QuestionPreviewProps, 'number'>) {
  const { t } = useTranslation('teach');
  if (choices.length === 0) return null;
  // an ordering is written in its right order: it is not shown in it
  const shown =
    kind === 'ordering' && !showAnswers ? choices.toSorted((a, b) => a.text.localeCompare(b.text)) : choices;
  return (
    <ul className={classes.choices}>
      {shown.map((choice, index) => {
        const right = showAnswers && choice.correct;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: while it is written, two may say the same
          <li key={index} className={classes.choice} data-right={right || undefined}>
            {kind === 'ordering' && showAnswers ? <b>{index + 1}.</b> : <ChoiceMark index={index} />}
            <span>
              <RichText text={choice.text} />
              {kind === 'matching' && showAnswers && choice.match !== null && (
                <>
                  {' – '}
                  <RichText text={choice.match} />
                </>
              )}
              {right && (
                <span className={classes.right}>
                  <IconCheck size={20} aria-hidden /> {t('mission.rightAnswer')}
                </span>
              )}
              {showAnswers && choice.feedback && <span className={classes.feedback}>{choice.feedback}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Notes({ question }: { question: ShownQuestion }) {
  const { t } = useTranslation('teach');
  const key = keyInWords(question);
  return (
    <dl className={classes.notes}>
      {key && (
        <>
          <dt>{t('mission.rightAnswer')}</dt>
          <dd>
            <RichText text={key} />
          </dd>
        </>
      )}
      {question.explanation && (
        <>
          <dt>{t('mission.explanation')}</dt>
          <dd>
            <RichText text={question.explanation} />
          </dd>
        </>
      )}
      {question.hint && (
        <>
          <dt>{t('mission.hint')}</dt>
          <dd>
            <RichText text={question.hint} />
          </dd>
        </>
      )}
    </dl>
  );
}

/** The key of kinds that have none among their choices; null: it stands there, or there is none. */
export function keyInWords({ kind, spec }: Pick<ShownQuestion, 'kind' | 'spec'>): string | null {
  // biome-ignore lint/suspicious/noExplicitAny: what it holds follows from the kind
  const { blanks, shown, value, tolerance, band, unit, keywords, sample } = spec as Record<string, any>;
  const spread = tolerance ?? band;
  switch (kind) {
    case 'fill_blank':
      return (shown ?? blanks.map(({ accepted }: { accepted: string[] }) => accepted[0] ?? '')).join(' · ');
    case 'numeric':
    case 'slider':
      return [value, spread > 0 && `± ${spread}`, unit].filter((part) => part || part === 0).join(' ');
    case 'open_text':
      return sample || (keywords as string[][] | null)?.map(([word]) => word).join(' · ') || null;
    default:
      return null;
  }
}
