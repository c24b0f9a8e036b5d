import { Text } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { MissionPreview } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { QuestionMedia } from '../../shared/rich-text/question-media.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import classes from './mission.module.css';

interface LessonViewProps {
  lesson: Pick<MissionPreview['lessonList'][number], 'reading' | 'media' | 'kind'>;
}

/** What a learner sees of a lesson before its questions, or instead of them. */
export function LessonView({ lesson: { reading, media, kind } }: LessonViewProps) {
  const { t } = useTranslation('teach');
  return (
    <>
      {media && <QuestionMedia media={media} />}
      {reading.length > 0 && (
        <details className={classes.reading} open={kind === 'reading' || kind === 'video'}>
          <summary>
            <IconChevronRight size={20} aria-hidden /> {t('mission.toRead')}
          </summary>
          {reading.map((paragraph, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: while it is written, two may say the same
            <Text key={i} component="p">
              <RichText text={paragraph} />
            </Text>
          ))}
        </details>
      )}
    </>
  );
}
