import { describe, expect, it } from 'vitest';
import { nameWords } from '../../../src/domain/nickname/name-words.ts';
import { isUnkind } from '../../../src/modules/live/unkind-names.ts';

const list = (names: string) => names.split('|').map((name) => name.trim());

describe('[JOIN-4] unkind nicknames', () => {
  it.each(
    list(`Li | Ll | Nguyễn | Scunthorpe | Zoë | محمد | 李雷 | O'Neill | 🦊 | Annalise | Anna | Analía | Hassan |
      Cassandra | Bích | Phúc | Fu Wei | Kung Fu | Cuma | Dickinson | Akshit | Harshit | Shital | Anushka | Assefa |
      Assétou | Siriporn | Pornchai | Mahboob | Semenov | Fukuda | Matsushita | Georgy | Jorge | Peacock | Sussex |
      Putri | Vergara | Pollack | Pola | Zora | Maricarmen | Cono | Penélope | Nazir | Nazia | Ching Li | Team 455`),
  )('lets %s in, since that is a name', (name) => {
    expect(isUnkind(name)).toBe(false);
  });

  it.each(['Ana L', 'Susana L', 'Al Li', 'Jo D.', 'Ana-Li'])('does not read %s as one word', (name) => {
    expect(isUnkind(name)).toBe(false);
  });

  it.each(
    list(`fuck | FUCK you | fuuuuck | xXfuckXx | nigger | hitler | nazi | kys | puta | PUTO | hijo de puta | hijueputa |
      mierda | coño | cabrón | cabron | gilipollas | pendejo | maricón | marica | culo | polla | verga | chinga |
      pinche | cojones | joder | zorra`),
  )('refuses %s', (name) => {
    expect(isUnkind(name)).toBe(true);
  });

  it.each(list('sh1t | b1tch | a$$hole | m1erda | h1tler | put@'))(
    'refuses %s, where signs stand for letters',
    (name) => {
      expect(isUnkind(name)).toBe(true);
    },
  );

  it.each(list('ʃṳ𝒸𝗄 | 𝔟ⁱẗ𝙘ɦ | сunt | fuск'))(
    'refuses %s, where foreign letters stand for Latin ones',
    (name) => {
      expect(isUnkind(name)).toBe(true);
    },
  );

  it.each(list('f u c k | f.u.c.k | fu ck | sh-it | p u t a | p_u_t_a'))(
    'refuses %s, which is one word in pieces',
    (name) => {
      expect(isUnkind(name)).toBe(true);
    },
  );

  it('finds nothing in any generated name', () => {
    const unkind: string[] = [];
    for (const { adjectives, animals, order } of Object.values(nameWords)) {
      for (const adjective of adjectives) {
        for (const animal of animals) {
          const name = order === 'adjective first' ? `${adjective} ${animal}` : `${animal} ${adjective}`;
          if (isUnkind(name)) unkind.push(name);
        }
      }
    }
    expect(unkind).toEqual([]);
  });
});
