import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Folders whose files take long, the longest first. */
const patient = ['/test/journeys/', '/test/soak/', '/test/console/', '/test/http/']

/**
 * Files that take long begin first, whichever project they are of, so that none is left to run alone at the end. Vitest's own
 * order goes by the size of a file where no earlier run is remembered, which says little: a table of ten faults is a short file.
 * Of one folder those of one project follow each other, since a worker goes on with what it has loaded while the next file is of
 * its project.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = patient.findIndex((folder) => moduleId.includes(folder))
      return found < 0 ? patient.length : found
    }
    const projects = [...new Set(files.map(({ project }) => project.name))].sort()
    const place = ({ project }: TestSpecification) => projects.indexOf(project.name)
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other) || place(one) - place(other))
  }
}
