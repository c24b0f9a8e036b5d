import type { EntityManager } from '@mikro-orm/postgresql';
import { strToU8, zipSync } from 'fflate';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import { csvOfRows } from '../../platform/csv/csv.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import { exportSections } from './export-sections.ts';

export interface PersonExport {
  filename: string;
  content: Buffer;
}

export interface ExportService {
  /** Everything that is stored about a person: a ZIP with JSON and CSV of each kind of data, and a page that explains it. [CON-6] */
  exportPerson(userId: string, locale: Locale): Promise<PersonExport>;
}

export function createExportService({ db, envelope }: { db: Database; envelope: Envelope }): ExportService {
  return {
    async exportPerson(userId, locale) {
      const { name, sections } = await db.asWorker(async (em) => {
        const [person] = await em.execute<{ display_name: string }[]>(
          'SELECT display_name FROM user_profiles WHERE user_id = ?',
          [userId],
        );
        if (!person) throw new AppError('user/not-found');
        return { name: person.display_name, sections: await readSections(em, userId) };
      });
      const contact = await readContact(db, envelope, userId);
      const all = contact ? [...sections, { name: 'contact', rows: [contact] }] : sections;
      const files: Record<string, Uint8Array> = {
        'README.txt': strToU8(explain(locale, name, all)),
      };
      for (const { name: section, rows } of all) {
        files[`json/${section}.json`] = strToU8(`${JSON.stringify(rows, null, 2)}\n`);
        files[`csv/${section}.csv`] = strToU8(csvOfRows(rows));
      }
      return { filename: `tutti-${userId}.zip`, content: Buffer.from(zipSync(files, { level: 6 })) };
    },
  };
}

interface Section {
  name: string;
  rows: Record<string, unknown>[];
}

async function readSections(em: EntityManager, userId: string): Promise<Section[]> {
  const sections: Section[] = [];
  for (const { name, sql } of exportSections) {
    const places = sql.split('$1').length - 1;
    const rows = await em.execute<Record<string, unknown>[]>(
      sql.replaceAll('$1', '?::uuid'),
      Array.from({ length: places }, () => userId),
    );
    sections.push({ name, rows });
  }
  return sections;
}

interface ContactRow {
  phone_sealed: Buffer | null;
  address_sealed: Buffer | null;
}

async function readContact(
  db: Database,
  envelope: Envelope,
  userId: string,
): Promise<Record<string, unknown> | null> {
  const { rows } = await db.jobs.query<ContactRow>(
    'SELECT phone_sealed, address_sealed FROM guardian_profiles WHERE user_id = $1',
    [userId],
  );
  const row = rows[0];
  if (!row) return null;
  const open = (column: keyof ContactRow) => {
    const sealed = row[column];
    return sealed && envelope.openText({ table: 'guardian_profiles', column, row: userId }, sealed);
  };
  return { phone: await open('phone_sealed'), address: await open('address_sealed') };
}

const words = {
  en: {
    title: (name: string) => `Everything that is stored about ${name}`,
    made: (when: string) => `Made on ${when}.`,
    how: 'The folder json holds the data for programs, the folder csv the same for spreadsheets. Times are in UTC.',
    left: 'Not in here: passwords, second factors and logins of games, which are kept in a form that opens for nobody else, and letters, which are deleted when they have left.',
    rows: (name: string, count: number) => `- ${name}: ${count}`,
  },
  es: {
    title: (name: string) => `Todo lo que está guardado sobre ${name}`,
    made: (when: string) => `Hecho el ${when}.`,
    how: 'La carpeta json contiene los datos para programas y la carpeta csv los mismos para hojas de cálculo. Las horas están en UTC.',
    left: 'Aquí no están: contraseñas, segundos factores y accesos de juegos, que se guardan de forma que nadie más los abre, ni las cartas, que se borran al salir.',
    rows: (name: string, count: number) => `- ${name}: ${count}`,
  },
} as const satisfies Record<Locale, object>;

function explain(locale: Locale, name: string, sections: readonly Section[]): string {
  const { title, made, how, left, rows } = words[locale];
  const list = sections.map((section) => rows(section.name, section.rows.length));
  return `${[title(name), '', made(new Date().toISOString()), '', how, left, '', ...list].join('\r\n')}\r\n`;
}
