import path from 'node:path'
import { writeDocs } from './write-docs'

writeDocs(path.resolve(import.meta.dirname, '..', '..'))
