//! The types of Parquet in words.

use parquet::basic::{ConvertedType, LogicalType, Type as Physical};
use parquet::schema::types::Type;

/// The longest name of a type; a nested one may be endless.
const LONGEST: usize = 400;

/// The type of a column, as Athena and Spark would write it.
pub fn name(column: &Type) -> String {
    let mut out = String::new();
    write(&mut out, column, 0);
    out.truncate(out.floor_char_boundary(LONGEST));
    out
}

/// Whether a column holds numbers.
pub fn is_number(column: &Type) -> bool {
    let name = name(column);
    ["int", "uint", "float", "double", "decimal"].iter().any(|start| name.starts_with(start))
}

fn write(out: &mut String, column: &Type, depth: usize) {
    if depth > 8 || out.len() > LONGEST {
        return out.push('…');
    }
    match column {
        Type::PrimitiveType { physical_type, .. } => out.push_str(&plain(column, *physical_type)),
        Type::GroupType { .. } => nested(out, column, depth),
    }
}

fn nested(out: &mut String, column: &Type, depth: usize) {
    let fields = column.get_fields();
    match (column.get_basic_info().converted_type(), fields) {
        (ConvertedType::LIST, [inner]) => {
            out.push_str("list<");
            let element = if inner.is_group() && inner.get_fields().len() == 1 {
                inner.get_fields().first()
            } else {
                None
            };
            write(out, element.unwrap_or(inner), depth + 1);
        }
        (ConvertedType::MAP, [inner]) if inner.is_group() => {
            out.push_str("map<");
            between(out, inner.get_fields(), depth, false);
        }
        _ => {
            out.push_str("struct<");
            between(out, fields, depth, true);
        }
    }
    out.push('>');
}

fn between(out: &mut String, fields: &[std::sync::Arc<Type>], depth: usize, is_named: bool) {
    for (n, field) in fields.iter().enumerate() {
        if out.len() > LONGEST {
            return;
        }
        out.push_str(if n > 0 { "," } else { "" });
        if is_named {
            out.push_str(field.name());
            out.push(':');
        }
        write(out, field, depth + 1);
    }
}

fn plain(column: &Type, physical: Physical) -> String {
    let about = column.get_basic_info();
    match about.logical_type_ref() {
        Some(LogicalType::String | LogicalType::Enum) => return "string".into(),
        Some(LogicalType::Json) => return "json".into(),
        Some(LogicalType::Uuid) => return "uuid".into(),
        Some(LogicalType::Date) => return "date".into(),
        Some(LogicalType::Timestamp(_)) => return "timestamp".into(),
        Some(LogicalType::Time(_)) => return "time".into(),
        _ => {}
    }
    match (about.converted_type(), physical) {
        (ConvertedType::UTF8 | ConvertedType::ENUM, _) => "string".into(),
        (ConvertedType::DECIMAL, _) => format!("decimal({},{})", column.get_precision(), column.get_scale()),
        (ConvertedType::DATE, _) => "date".into(),
        (ConvertedType::TIMESTAMP_MILLIS | ConvertedType::TIMESTAMP_MICROS, _) | (_, Physical::INT96) => {
            "timestamp".into()
        }
        (ConvertedType::NONE, Physical::BYTE_ARRAY) => "binary".into(),
        (ConvertedType::NONE, Physical::FIXED_LEN_BYTE_ARRAY) => "fixed".into(),
        (ConvertedType::NONE, other) => other.to_string().to_lowercase(),
        (converted, _) => converted.to_string().to_lowercase().replace('_', ""),
    }
}
