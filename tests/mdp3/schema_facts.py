# Prints what an SBE schema says of each template, one line a fact, for tables_test.cpp to compare.
import sys
import xml.etree.ElementTree as ElementTree

SIZES = {"char": 1, "int8": 1, "uint8": 1, "int16": 2, "uint16": 2, "int32": 4, "uint32": 4,
         "int64": 8, "uint64": 8}
NULLS = {"int8": 2**7 - 1, "int16": 2**15 - 1, "int32": 2**31 - 1, "int64": 2**63 - 1,
         "uint8": 2**8 - 1, "uint16": 2**16 - 1, "uint32": 2**32 - 1, "uint64": 2**64 - 1}

schema = ElementTree.parse(sys.argv[1]).getroot()
types = {type_.get("name"): type_ for type_ in schema.find("types")}


def primitive(name):
    return name if name in SIZES else types[name].get("primitiveType")


def is_optional(encoding):
    null = encoding.get("nullValue")
    if null is not None and int(null) != NULLS[encoding.get("primitiveType")]:
        sys.exit("a null that is not the greatest value: " + encoding.get("name"))
    return int(null is not None)


def facts_of(name):
    """size, optional, exponent, constant, names"""
    type_ = types[name]
    if type_.tag == "type":
        if type_.get("presence") == "constant":
            return 0, 0, 0, type_.text, ""
        size = SIZES[type_.get("primitiveType")] * int(type_.get("length") or 1)
        return size, is_optional(type_), 0, "", ""
    if type_.tag == "composite":
        parts = [part for part in type_ if part.get("presence") != "constant"]
        constants = [part.text for part in type_ if part.get("presence") == "constant"]
        size = sum(SIZES[part.get("primitiveType")] for part in parts)
        optional = max(is_optional(part) for part in parts)
        return size, optional, int(constants[0]) if constants else 0, "", ""
    encoding = primitive(type_.get("encodingType"))
    encoder = types.get(type_.get("encodingType"))
    values = {}
    for value in type_:
        values[ord(value.text) if encoding == "char" else int(value.text)] = value.get("name")
    names = ",".join(f"{value}={values[value]}" for value in sorted(values))
    return SIZES[encoding], is_optional(encoder) if encoder is not None else 0, 0, "", names


def print_fields(owner, fields, since):
    for field in fields:
        if field.tag != "field":
            continue
        size, optional, exponent, constant, names = facts_of(field.get("type"))
        print(owner, "field", field.get("name"), field.get("id"), field.get("type"),
              field.get("offset") or 0, size, max(int(field.get("sinceVersion") or 0), since),
              optional, exponent, f"[{constant}]", f"[{names}]")


for message in schema:
    if not message.tag.endswith("message"):
        continue
    owner, since = message.get("id"), int(message.get("sinceVersion") or 0)
    print(owner, "template", message.get("name"), message.get("blockLength"), since)
    print_fields(owner, message, since)
    for group in message:
        if group.tag == "group":
            group_since = max(int(group.get("sinceVersion") or 0), since)
            dimension = types[group.get("dimensionType")]
            size = max(int(part.get("offset") or 0) + SIZES[part.get("primitiveType")]
                       for part in dimension)
            size = max(size, sum(SIZES[part.get("primitiveType")] for part in dimension))
            print(owner, "group", group.get("name"), group.get("id"), group.get("blockLength"),
                  size, group_since)
            print_fields(owner, group, group_since)
