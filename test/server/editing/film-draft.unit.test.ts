import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FilmDraft } from '../../../src/server/editing/film-draft.ts'
import { saveDraft } from '../../../src/server/editing/save-draft.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { thrownBy } from '../../support/thrown-by.ts'

const before = '{ "version": 1 }'

function edited(draft: FilmDraft, version: number): FilmDraft {
  draft.edit([{ path: ['version'], value: version }])
  return draft
}

describe('a draft', () => {
  it('goes back and forth between its edits, and an edit in between drops those after it', () => {
    const draft = edited(edited(new FilmDraft(before), 2), 3)
    draft.undo()
    expect([draft.text, draft.canUndo, draft.canRedo]).toEqual(['{ "version": 2 }', true, true])
    draft.redo()
    draft.redo()
    expect([draft.text, draft.canRedo]).toEqual(['{ "version": 3 }', false])
    draft.undo()
    edited(draft, 4)
    expect([draft.text, draft.canRedo]).toEqual(['{ "version": 4 }', false])
    for (const _ of [1, 2, 3]) draft.undo()
    expect([draft.text, draft.isChanged, draft.canUndo]).toEqual([before, false, false])
  })

  it('follows the file while nothing is edited, and keeps edits when others write the file', () => {
    const draft = new FilmDraft(before)
    draft.seeFile('{ "version": 5 }')
    expect([draft.text, draft.isChanged, draft.isOvertaken]).toEqual(['{ "version": 5 }', false, false])
    edited(draft, 6).seeFile('{ "version": 7 }')
    expect([draft.text, draft.isOvertaken]).toEqual(['{ "version": 6 }', true])
    draft.revert()
    expect([draft.text, draft.isChanged, draft.isOvertaken]).toEqual(['{ "version": 7 }', false, false])
  })
})

describe('saving a draft', () => {
  it('writes the file in one step, through a link, and with the rights that it has', async () => {
    const folder = await tempFolder()
    const [path, link] = [join(folder, 'film.json'), join(folder, 'link.json')]
    await writeFile(path, before)
    await chmod(path, 0o640)
    await symlink(path, link)
    const draft = edited(new FilmDraft(before), 2)
    await saveDraft(draft, link)
    expect(await readFile(path, 'utf8')).toBe('{ "version": 2 }')
    expect((await stat(path)).mode & 0o777).toBe(0o640)
    expect((await readdir(folder)).toSorted()).toEqual(['film.json', 'link.json'])
    expect([draft.isChanged, draft.canUndo]).toEqual([false, true])
  })

  it('refuses when the file was changed or removed meanwhile, and leaves it as it is', async () => {
    const path = join(await tempFolder(), 'film.json')
    const draft = edited(new FilmDraft(before), 2)
    expect(await thrownBy(saveDraft(draft, path))).toMatchObject({ code: 'FILM_OVERTAKEN' })
    await writeFile(path, '{ "version": 9 }')
    expect(await thrownBy(saveDraft(draft, path))).toMatchObject({ code: 'FILM_OVERTAKEN', message: expect.stringContaining('changed by another') })
    expect(await readFile(path, 'utf8')).toBe('{ "version": 9 }')
    expect(draft.isChanged).toBe(true)
  })
})

describe('a draft that is edited much', () => {
  it('is edited to no more bytes than it may have, and keeps as many older texts as there is room for', () => {
    const small = new FilmDraft('{"title":""}', 20)
    expect(() => small.edit([{ path: ['title'], value: 'ÄÄÄÄÄ' }])).toThrow('the film would have 22 bytes; it may have up to 20')
    expect(small.text).toBe('{"title":""}')
    const large = new FilmDraft('{"title":""}')
    for (let count = 0; count < 4; count++) large.edit([{ path: ['title'], value: `${count}${'x'.repeat(10e6)}` }])
    let undone = 0
    for (; large.canUndo; undone++) large.undo()
    expect(undone).toBe(2)
    expect(large.text).toContain('"1xxx')
  })
})
